using System.Text.Json;
using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A folder with a GPT-2 or a Llama as Hugging Face stores it: <c>config.json</c> and one or several safetensors files.</summary>
/// <remarks>
/// Tensors are F32, F16, BF16 or F64; each file at most 2 GiB. Only files of the folder are opened; nothing in them is run.
/// </remarks>
public sealed class HuggingFaceCheckpoint
{
    internal const string ConfigName = "config.json", CharactersKey = "tributary_characters";

    private readonly string _folder;
    private readonly ICheckpointLayout _layout;
    private readonly ShardIndex _files;
    private readonly string? _characters;

    private HuggingFaceCheckpoint(string folder, ICheckpointLayout layout, Gpt gpt, ShardIndex files, string? characters)
    {
        _folder = folder;
        _layout = layout;
        _files = files;
        _characters = characters;
        Gpt = gpt;
    }

    /// <summary>The network, with <see cref="Gpt.Vocabulary"/>.</summary>
    public Gpt Gpt { get; }

    /// <summary>Reads the configuration and finds the files.</summary>
    /// <exception cref="CheckpointException">A file is missing or broken, or the network is none that is computed here.</exception>
    public static HuggingFaceCheckpoint Open(string folder)
    {
        string path = Path.Combine(folder, ConfigName);
        JsonElement root = ConfigReader.ReadObject(path);
        var config = new ConfigReader(root, path);
        ICheckpointLayout layout = CheckpointLayouts.Named(config.Text("model_type"));
        Gpt gpt = layout.Read(config);
        if (gpt.Width % gpt.Heads != 0 || gpt.Heads % (gpt.KeyValueHeads ?? gpt.Heads) != 0)
            throw new CheckpointException(CheckpointFault.Unsupported,
                $"'{path}': a width of {gpt.Width}, {gpt.Heads} heads and {gpt.KeyValueHeads ?? gpt.Heads} of keys and values do not "
                + "divide each other. Copy the checkpoint again.");
        var files = ShardIndex.Find(folder);
        // Before memory is taken: a file of some bytes must not ask for gigabytes.
        long expected = layout.Places(gpt).Sum(place => place.Count);
        if (expected > int.MaxValue)
            throw new CheckpointException(CheckpointFault.Unsupported,
                $"'{path}' describes {expected:N0} parameters, and a model here has at most {int.MaxValue:N0}. Use a smaller one.");
        if (2 * expected > files.Bytes)
            throw new CheckpointException(CheckpointFault.Misfit,
                $"'{path}' describes {expected:N0} parameters, and the {files.Bytes:N0} bytes of the files cannot hold them. "
                + "Copy the checkpoint again.");
        return new HuggingFaceCheckpoint(folder, layout, gpt, files, config.Text(CharactersKey));
    }

    /// <summary>
    /// What its tokens stand for: the tokenizer in the folder, or characters or bytes where this program wrote the checkpoint; else null.
    /// </summary>
    /// <exception cref="TokenizerException">The tokenizer is broken, or asks for something that this version does not do.</exception>
    /// <exception cref="CheckpointException">There are more tokens than the network has.</exception>
    public ITokenizer? ReadTokenizer()
    {
        ITokenizer? tokenizer = _characters is not null ? _characters.Length == 0 ? Vocabulary.Bytes : Vocabulary.OfCharacters(_characters)
            : BpeTokenizer.IsIn(_folder) ? BpeTokenizer.Read(_folder)
            : null;
        return tokenizer is null || tokenizer.VocabularySize <= Gpt.Vocabulary
            ? tokenizer
            : throw new CheckpointException(CheckpointFault.Misfit,
                $"'{_folder}' has {tokenizer.VocabularySize} tokens in its tokenizer and {Gpt.Vocabulary} in its network. "
                + "Use the tokenizer of this checkpoint.");
    }

    /// <summary>Overwrites the tensors of a model that are in the checkpoint; an adapter's stay as they are.</summary>
    /// <param name="parameters">Of a model of <see cref="Gpt"/>, which may have a smaller context and an adapter.</param>
    /// <exception cref="CheckpointException">
    /// A file is broken; a tensor is missing, superfluous, of another shape or type, or holds something that is no finite number.
    /// </exception>
    public void CopyTo(ParameterSet parameters)
    {
        var missing = _layout.Places(Gpt).ToDictionary(place => place.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in _files.Files)
        {
            SafetensorsFile file = Read(path);
            foreach (SafetensorsEntry entry in file.Entries)
            {
                _files.Check(entry.Name, path);
                string name = entry.Name;
                if (name.StartsWith(_layout.Prefix, StringComparison.Ordinal)) name = name[_layout.Prefix.Length..];
                if (_layout.IsDerived(name) || (Gpt.Tied && name == CheckpointLimits.Head)) continue;
                if (!seen.Add(name))
                    throw new CheckpointException(CheckpointFault.Misfit,
                        $"'{path}': the tensor '{entry.Name}' is there twice. Copy the checkpoint again.");
                if (!missing.Remove(name, out TensorPlace? place))
                    throw new CheckpointException(CheckpointFault.Misfit,
                        $"'{path}': a {_layout.Type} of this configuration has no tensor '{entry.Name}', and leaving it out would make "
                        + "another network. Use the configuration that it was stored with.");
                Copy(entry, place, parameters, path);
            }
        }
        if (missing.Values.FirstOrDefault() is { } absent)
            throw new CheckpointException(CheckpointFault.Misfit,
                $"'{_folder}': the tensor '{absent.Name}' of shape ({string.Join(", ", absent.Shape)}) is in no file"
                + $"{(missing.Count > 1 ? $", nor are {missing.Count - 1} others" : "")}. Copy the checkpoint again.");
    }

    internal static SafetensorsFile Read(string path)
    {
        try
        {
            return SafetensorsReader.ReadFile(path);
        }
        catch (SafetensorsException e)
        {
            throw new CheckpointException(CheckpointFault.Broken, e.Message, e);
        }
    }

    /// <summary>Copies a tensor to its place, where its shape and type are those that are expected and all numbers are finite.</summary>
    internal static void Copy(SafetensorsEntry entry, TensorPlace place, ParameterSet parameters, string path)
    {
        if (!entry.Shape.SequenceEqual(place.Shape))
            throw new CheckpointException(CheckpointFault.Misfit,
                $"'{path}': the tensor '{entry.Name}' has shape ({string.Join(", ", entry.Shape)}), and the configuration asks for "
                + $"({string.Join(", ", place.Shape)}). Use the configuration that it was stored with.");
        if (entry.DType is not (SafetensorsDType.F32 or SafetensorsDType.F16 or SafetensorsDType.BF16 or SafetensorsDType.F64))
            throw new CheckpointException(CheckpointFault.Unsupported,
                $"'{path}': the tensor '{entry.Name}' is of type {entry.DType}, and weights are F32, F16, BF16 or F64. Convert it.");
        ParameterEntry own = parameters.Layout.Find(place.Own)
            ?? throw new InvalidOperationException($"The model has no tensor '{place.Own}'.");
        float[] values = new float[entry.Count];
        try
        {
            entry.CopyTo(values);
        }
        catch (SafetensorsException e)
        {
            throw new CheckpointException(CheckpointFault.Misfit, $"'{path}': {e.Message}", e);
        }
        foreach (float value in values)
            if (!float.IsFinite(value))
                throw new CheckpointException(CheckpointFault.Misfit,
                    $"'{path}': the tensor '{entry.Name}' holds {value}, with which nothing can be computed. Use another checkpoint.");
        place.CopyIn(values, parameters[place.Own], own.Shape[^1]);
    }
}
