using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>
/// The folder a run writes its results to: known to be writable before anything is computed, and free of half-written files after.
/// </summary>
public sealed class OutputFolder
{
    private const string Unfinished = ".part";

    private OutputFolder(string path) => Path = path;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Creates the folder if need be and proves by writing that it can be written to.</summary>
    /// <returns>The folder, or null after adding the one reason why not to <paramref name="problems"/>.</returns>
    public static OutputFolder? Open(string path, ICollection<Problem> problems)
    {
        try
        {
            var folder = new OutputFolder(Directory.CreateDirectory(path).FullName);
            string proof = folder.In("write-test" + Unfinished);
            File.WriteAllBytes(proof, [0]);
            File.Delete(proof);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(new Problem(ProblemCodes.UnwritableOutput, "--out",
                $"The folder '{path}' cannot be written to ({e.Message.TrimEnd('.')}), so the results would be lost. " +
                "Name another folder with --out."));
            return null;
        }
    }

    /// <summary>The full path of one file of the folder.</summary>
    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file completely or not at all; one of that name is replaced only when the new one is on the disk.</summary>
    public void Write(string name, Action<Stream> write)
    {
        string unfinished = In(name + Unfinished);
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, In(name), overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Begins a file that grows while the run goes on and may be read meanwhile.</summary>
    public Stream Grow(string name) => new FileStream(In(name), FileMode.Create, FileAccess.Write, FileShare.Read);
}
