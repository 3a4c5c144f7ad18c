using System.Text.Json;
using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Writes a <see cref="Gpt"/> as a folder that Hugging Face's programs read.</summary>
public static class HuggingFaceExport
{
    private const string WeightsName = "model.safetensors";

    /// <summary>
    /// Writes <c>config.json</c>, <c>model.safetensors</c> and the <c>tokenizer.json</c> of a model that has one; the folder appears whole
    /// or not at all.
    /// </summary>
    /// <param name="folder">A folder that does not exist yet, or is empty.</param>
    /// <param name="gpt">The network; its layout must be that of a GPT-2 or a Llama.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="data">The shape of the data that it was trained on, for the vocabulary.</param>
    /// <param name="format">Not <see cref="WeightFormat.Q8"/>.</param>
    /// <exception cref="CheckpointException">The network is none that other programs know, or a number does not fit the format.</exception>
    /// <exception cref="IOException">The folder holds files, or cannot be written.</exception>
    public static void Write(string folder, Gpt gpt, ParameterSet parameters, DataShape data, WeightFormat format = WeightFormat.F32)
    {
        ICheckpointLayout layout = CheckpointLayouts.Of(gpt);
        gpt = gpt with { Vocabulary = parameters.Layout.Find("wte.weight")!.Shape[0] };
        SafetensorsEntry[] entries = [.. layout.Places(gpt).Select(place => Entry(layout, place, parameters, format))];
        WholeFolder.Write(folder, temporary =>
        {
            File.WriteAllBytes(Path.Combine(temporary, HuggingFaceCheckpoint.ConfigName), Config(layout, gpt, data, format));
            SafetensorsWriter.WriteFile(
                Path.Combine(temporary, WeightsName), entries, new Dictionary<string, string> { ["format"] = "pt" });
            if (data.Bpe is { } tokenizer) File.WriteAllText(Path.Combine(temporary, TokenizerFiles.Whole), tokenizer.ToJson());
        });
    }

    private static SafetensorsEntry Entry(ICheckpointLayout layout, TensorPlace place, ParameterSet parameters, WeightFormat format)
    {
        float[] values = new float[place.Count];
        place.CopyOut(parameters[place.Own], parameters.Layout.Find(place.Own)!.Shape[^1], values);
        string name = place.Name == CheckpointLimits.Head ? place.Name : layout.Prefix + place.Name;
        return format switch
        {
            WeightFormat.F32 => SafetensorsEntry.Over<float>(name, values, place.Shape),
            WeightFormat.F16 => SafetensorsEntry.Over<Half>(name, Halves.Of(name, values), place.Shape),
            WeightFormat.BF16 => SafetensorsEntry.Over<Bfloat16>(name, Brains(values), place.Shape),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Safetensors holds no blocks of codes. Use a float."),
        };
    }

    private static Bfloat16[] Brains(float[] values)
    {
        var rounded = new Bfloat16[values.Length];
        Bfloat16.Encode(values, rounded);
        return rounded;
    }

    private static byte[] Config(ICheckpointLayout layout, Gpt gpt, DataShape data, WeightFormat format)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            layout.Write(writer, gpt, gpt.Vocabulary!.Value);
            writer.WriteString("torch_dtype", format switch
            {
                WeightFormat.F16 => "float16",
                WeightFormat.BF16 => "bfloat16",
                _ => "float32",
            });
            if (data.Bpe is null) writer.WriteString(HuggingFaceCheckpoint.CharactersKey, data.Characters);
            writer.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
