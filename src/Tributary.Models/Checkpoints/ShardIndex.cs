using System.Text.Json;

namespace Tributary.Models;

/// <summary>The files of a checkpoint: one, or several with an index that says which tensor is in which.</summary>
internal sealed class ShardIndex
{
    private const string Single = "model.safetensors", Index = "model.safetensors.index.json", Ending = ".safetensors";

    private readonly Dictionary<string, string>? _fileOf;

    private ShardIndex(string[] files, Dictionary<string, string>? fileOf)
    {
        Files = files;
        _fileOf = fileOf;
    }

    /// <summary>Whole paths, in the order of their names.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The length of all files together.</summary>
    public long Bytes => Files.Sum(file => new FileInfo(file).Length);

    /// <summary>Finds the files in a folder.</summary>
    /// <exception cref="CheckpointException">There are none, or the index is broken or names files outside of the folder.</exception>
    public static ShardIndex Find(string folder)
    {
        string single = Path.Combine(folder, Single), index = Path.Combine(folder, Index);
        if (File.Exists(single)) return new ShardIndex([single], null);
        if (!File.Exists(index))
            throw new CheckpointException(CheckpointFault.Broken,
                $"'{folder}' holds neither '{Single}' nor '{Index}'. "
                + "Name the folder of a checkpoint in safetensors; convert older ones first.");
        var fileOf = new Dictionary<string, string>(StringComparer.Ordinal);
        JsonElement root = ConfigReader.ReadObject(index);
        if (!root.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            throw Broken(index, "it has no 'weight_map'");
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String) throw Broken(index, $"'{entry.Name}' has no file");
            string file = entry.Value.GetString()!;
            // A name and nothing else: an index from somewhere must not lead out of its folder.
            if (!file.EndsWith(Ending, StringComparison.Ordinal) || file.AsSpan().IndexOfAny("/\\:\0") >= 0 || file.StartsWith('.'))
                throw Broken(index, $"'{entry.Name}' is said to be in '{file}', which is no file of this folder");
            if (!fileOf.TryAdd(entry.Name, file)) throw Broken(index, $"'{entry.Name}' stands twice");
        }
        if (fileOf.Count == 0) throw Broken(index, "it names no tensors");
        IEnumerable<string> names = fileOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        string[] files = [.. names.Select(file => Path.Combine(folder, file))];
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new CheckpointException(CheckpointFault.Broken,
                $"'{missing}' is in the index and not in the folder. Copy the checkpoint again.");
        return new ShardIndex(files, fileOf);
    }

    /// <summary>Refuses a tensor that the index does not say is in this file.</summary>
    public void Check(string tensor, string file)
    {
        if (_fileOf is not null && _fileOf.GetValueOrDefault(tensor) != Path.GetFileName(file))
            throw new CheckpointException(CheckpointFault.Broken,
                $"'{file}' holds '{tensor}', and the index says otherwise. Copy the checkpoint again.");
    }

    private static CheckpointException Broken(string index, string what) =>
        new(CheckpointFault.Broken, $"'{index}' is broken: {what}. Copy the checkpoint again.");
}
