using System.Security.Cryptography;
using System.Text;

namespace Tributary.Training;

/// <summary>A folder of files that were fetched, each found by the SHA-256 of its bytes.</summary>
/// <remarks>
/// Below <c>files</c> a folder for each checksum, below <c>partial</c> what was begun, below <c>folders</c> sets of files.
/// </remarks>
public sealed class DownloadCache
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "TRIBUTARY_CACHE";

    /// <summary>Uses a folder, or the one that <see cref="Variable"/> names where null, or else the user's own.</summary>
    public DownloadCache(string? path = null) => Path = path ?? Environment.GetEnvironmentVariable(Variable)
        ?? System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "tributary", "downloads");

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The path that a file has, or will have, here.</summary>
    public string PathOf(RemoteFile file) => System.IO.Path.Combine(Path, "files", file.Sha256, file.Name);

    /// <summary>The path of a file whose bytes are those that were asked for, or null.</summary>
    /// <remarks>The bytes are read and compared each time: what lies on a disk may have been changed since.</remarks>
    public string? Find(RemoteFile file)
    {
        string path = PathOf(file);
        if (HasBytes(path, file.Sha256)) return path;
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)!)) return null;
        string? same = Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal)
            .FirstOrDefault(other => HasBytes(other, file.Sha256));
        if (same is null) return null;
        string copy = $"{path}.new";
        File.Copy(same, copy, overwrite: true);
        File.Move(copy, path, overwrite: true);
        return path;
    }

    /// <summary>A folder in which some files lie side by side, under their names.</summary>
    /// <param name="files">All of them in the cache.</param>
    public string Gather(IReadOnlyList<RemoteFile> files)
    {
        string list = string.Concat(
            files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Sha256} {file.Name}\n"));
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)));
        string folder = System.IO.Path.Combine(Path, "folders", key);
        Directory.CreateDirectory(folder);
        foreach (RemoteFile file in files)
        {
            string path = System.IO.Path.Combine(folder, file.Name);
            if (HasBytes(path, file.Sha256)) continue;
            File.Delete(path);
            try
            {
                File.CreateSymbolicLink(path, System.IO.Path.GetFullPath(PathOf(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                File.Copy(PathOf(file), path, overwrite: true); // where links are not allowed
            }
        }
        return folder;
    }

    /// <summary>What was fetched of a file so far; nobody else has it open.</summary>
    /// <exception cref="IOException">Somebody has, or the folder cannot be written.</exception>
    internal FileStream OpenPart(RemoteFile file)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PartOf(file))!);
        return new FileStream(PartOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Which version of the file on the server that is: an entity tag or a date, or null.</summary>
    internal string? VersionOf(RemoteFile file) =>
        File.Exists(NoteOf(file)) && File.ReadAllLines(NoteOf(file)) is [var url, var version] && url == file.Url.ToString()
            ? version : null;

    /// <summary>Notes that version.</summary>
    internal void NoteVersion(RemoteFile file, string? version)
    {
        if (version is null) File.Delete(NoteOf(file));
        else File.WriteAllText(NoteOf(file), $"{file.Url}\n{version}\n");
    }

    /// <summary>Puts what was fetched, and is closed, in its place.</summary>
    internal string Keep(RemoteFile file)
    {
        string path = PathOf(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Move(PartOf(file), path, overwrite: true);
        File.Delete(NoteOf(file));
        return path;
    }

    private static bool HasBytes(string path, string sha256)
    {
        if (!File.Exists(path)) return false;
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256;
    }

    private string PartOf(RemoteFile file) => System.IO.Path.Combine(Path, "partial", file.Sha256);

    private string NoteOf(RemoteFile file) => $"{PartOf(file)}.version";
}
