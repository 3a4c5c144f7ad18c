using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A folder with a LoRA as the library PEFT stores it: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
/// <remarks>
/// What this program writes names the SHA-256 of the network that the adapter was trained beside, and is refused beside another. PEFT
/// ignores that member.
/// </remarks>
public sealed class PeftAdapter
{
    private const string ConfigName = "adapter_config.json", WeightsName = "adapter_model.safetensors", Prefix = "base_model.model.";
    private const string DigestKey = "tributary_base_sha256", BaseKey = "base_model_name_or_path";
    private const int MostRank = 4096;

    private readonly string _folder;
    private readonly string? _digest;

    private PeftAdapter(string folder, LoraAdapter adapter, string? digest)
    {
        _folder = folder;
        _digest = digest;
        Adapter = adapter;
    }

    /// <summary>Rank, alpha and targets.</summary>
    public LoraAdapter Adapter { get; }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="CheckpointException">It is missing or broken, or of an adapter that is not computed here.</exception>
    public static PeftAdapter Open(string folder)
    {
        string path = Path.Combine(folder, ConfigName);
        JsonElement root = ConfigReader.ReadObject(path);
        var config = new ConfigReader(root, path);
        config.Expect("peft_type", config.Text("peft_type") ?? "LORA", "LORA");
        config.Expect("bias", config.Text("bias") ?? "none", "none");
        config.Expect("use_dora", false);
        foreach (string name in (string[])["rank_pattern", "alpha_pattern", "modules_to_save", "layers_to_transform", "layer_replication"])
            if (root.TryGetProperty(name, out JsonElement value) && !IsEmpty(value))
                throw new CheckpointException(CheckpointFault.Unsupported,
                    $"'{path}': '{name}' is given, and an adapter here is the same in all layers and nothing else. Use another adapter.");
        int rank = config.Count("r", most: MostRank);
        double alpha = config.Number("lora_alpha", rank);
        if (config.Flag("use_rslora", false)) alpha *= Math.Sqrt(rank); // there the product is scaled by alpha / sqrt(rank)
        if (!root.TryGetProperty("target_modules", out JsonElement targets) || targets.ValueKind != JsonValueKind.Array
            || targets.GetArrayLength() == 0
            || targets.EnumerateArray().Any(target => target.ValueKind != JsonValueKind.String))
            throw new CheckpointException(CheckpointFault.Unsupported,
                $"'{path}': 'target_modules' is no list of names. Use an adapter that lists the matrices it stands beside.");
        string[] names = [.. targets.EnumerateArray().Select(target => target.GetString()!).Order(StringComparer.Ordinal)];
        return new PeftAdapter(folder, new LoraAdapter { Rank = rank, Alpha = alpha, Targets = names }, config.Text(DigestKey));
    }

    /// <summary>Overwrites the adapter of a model.</summary>
    /// <param name="gpt">A network with <see cref="Adapter"/>.</param>
    /// <param name="parameters">Its parameters, with those of the network that the adapter belongs to.</param>
    /// <exception cref="CheckpointException">A tensor is missing, superfluous or of another shape, or the network is another.</exception>
    public void CopyTo(Gpt gpt, ParameterSet parameters)
    {
        if (_digest is not null && _digest != Digest(parameters))
            throw new CheckpointException(CheckpointFault.Misfit,
                $"'{_folder}' was trained beside a network with other weights (SHA-256 {_digest}), and beside this one it means nothing. "
                + "Name the network that it was trained beside.");
        string path = Path.Combine(_folder, WeightsName);
        var missing = Places(gpt).ToDictionary(place => place.Name, StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in HuggingFaceCheckpoint.Read(path).Entries)
        {
            if (!missing.Remove(entry.Name, out TensorPlace? place))
                throw new CheckpointException(CheckpointFault.Misfit,
                    $"'{path}': the network has no matrix for the tensor '{entry.Name}'. "
                    + "Name the network that the adapter was trained beside.");
            HuggingFaceCheckpoint.Copy(entry, place, parameters, path);
        }
        if (missing.Values.FirstOrDefault() is { } absent)
            throw new CheckpointException(CheckpointFault.Misfit,
                $"'{path}' holds no tensor '{absent.Name}' of shape ({string.Join(", ", absent.Shape)}). Copy the adapter again.");
    }

    /// <summary>Writes the adapter of a model; the folder appears whole or not at all.</summary>
    /// <param name="folder">A folder that does not exist yet, or is empty.</param>
    /// <param name="gpt">A network with an adapter; its layout must be that of a GPT-2 or a Llama.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="baseName">Where the network is that the adapter belongs to, as PEFT looks for it.</param>
    /// <exception cref="CheckpointException">The network has no adapter, or is none that other programs know.</exception>
    /// <exception cref="IOException">The folder holds files, or cannot be written.</exception>
    public static void Write(string folder, Gpt gpt, ParameterSet parameters, string baseName)
    {
        if (gpt.Adapter is not { } adapter)
            throw new CheckpointException(CheckpointFault.NotExportable,
                "The model has no adapter that could be written alone. Export the whole model, or train one with 'adapter'.");
        if (adapter.Remainder)
            throw new CheckpointException(CheckpointFault.NotExportable,
                "Beside the adapter's factors there is a full matrix with what they cannot hold, and PEFT knows none. "
                + "Export the whole model ('--format hugging-face').");
        var product = new MatrixProduct();
        Dictionary<string, float[]> left = LoraPlace.Of(gpt)
            .ToDictionary(place => $"{place.Name}.lora_A", place => LoraMerge.LeftOf(adapter, parameters, place, product));
        SafetensorsEntry[] entries = [.. Places(gpt).Select(place =>
        {
            float[] values = new float[place.Count];
            place.CopyOut(left.TryGetValue(place.Own, out float[]? a) ? a : parameters[place.Own], place.Width, values);
            return SafetensorsEntry.Over<float>(place.Name, values, place.Shape);
        })];
        byte[] config = Config(gpt, adapter, parameters, baseName);
        WholeFolder.Write(folder, temporary =>
        {
            File.WriteAllBytes(Path.Combine(temporary, ConfigName), config);
            SafetensorsWriter.WriteFile(
                Path.Combine(temporary, WeightsName), entries, new Dictionary<string, string> { ["format"] = "pt" });
        });
    }

    private static IEnumerable<TensorPlace> Places(Gpt gpt)
    {
        ICheckpointLayout layout = CheckpointLayouts.Of(gpt with { Adapter = null });
        foreach (LoraPlace place in LoraPlace.Of(gpt))
        {
            string name = $"{Prefix}{layout.Prefix}{layout.Module(place.Name)}";
            int rank = gpt.Adapter!.Rank;
            yield return new TensorPlace($"{place.Name}.lora_A", $"{name}.lora_A.weight", place.Inputs, 0, rank, Transposed: true);
            yield return new TensorPlace($"{place.Name}.lora_B", $"{name}.lora_B.weight", rank, 0, place.Part.Width, Transposed: true);
        }
    }

    private static byte[] Config(Gpt gpt, LoraAdapter adapter, ParameterSet parameters, string baseName)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("peft_type", "LORA");
            writer.WriteString("task_type", "CAUSAL_LM");
            writer.WriteString(BaseKey, baseName);
            writer.WriteNumber("r", adapter.Rank);
            writer.WriteNumber("lora_alpha", adapter.Alpha);
            writer.WriteNumber("lora_dropout", 0);
            writer.WriteString("bias", "none");
            writer.WriteBoolean("fan_in_fan_out", gpt.Positions == GptPositions.Learned); // GPT-2's matrices are (in, out)
            writer.WriteStartArray("target_modules");
            foreach (string target in gpt.Targets.Order(StringComparer.Ordinal)) writer.WriteStringValue(target);
            writer.WriteEndArray();
            writer.WriteBoolean("inference_mode", true);
            writer.WriteString(DigestKey, Digest(parameters));
            writer.WriteEndObject();
        }
        return bytes.ToArray();
    }

    /// <summary>SHA-256 of names, shapes and numbers of all tensors that are not trained, in the order of their names.</summary>
    private static string Digest(ParameterSet parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<ParameterEntry> frozen =
            parameters.Layout.Entries.Where(entry => !entry.Trainable && !entry.Name.Contains(".lora_", StringComparison.Ordinal));
        foreach (ParameterEntry entry in frozen.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{entry.Name} {entry.Shape}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(parameters[entry.Name]));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
