using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Writes a <see cref="Gpt"/> as a GGUF file, which llama.cpp and its relatives read.</summary>
/// <remarks>Norms, biases and learnt positions stay 32-bit floats in every format.</remarks>
public static class GgufExport
{
    private const uint AllF32 = 0, MostlyF16 = 1, MostlyQ8 = 7, MostlyBF16 = 32, QuantizationVersion = 2;

    /// <summary>Writes a file, which appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What the model is called in it.</param>
    /// <param name="gpt">The network; its layout must be that of a GPT-2 or a Llama.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="data">The shape of the data that it was trained on, for the vocabulary.</param>
    /// <param name="format">How matrices are stored.</param>
    /// <exception cref="CheckpointException">The network is none that llama.cpp knows, or a number does not fit the format.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string name, Gpt gpt, ParameterSet parameters, DataShape data, WeightFormat format)
    {
        string architecture = CheckpointLayouts.Of(gpt).Type;
        gpt = gpt with { Vocabulary = parameters.Layout.Find("wte.weight")!.Shape[0] };
        GgufTensor[] tensors = [.. GgufNames.Of(architecture, gpt).Select(place => GgufTensor.Of(place, format))];
        GgufWriter head = Describe(architecture, name, gpt, data, format);
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                head.WriteHead(stream, tensors);
                foreach (GgufTensor tensor in tensors)
                {
                    byte[] bytes = tensor.Encode(parameters);
                    stream.Write(bytes);
                    GgufWriter.Pad(stream, bytes.Length);
                }
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    private static GgufWriter Describe(string architecture, string name, Gpt gpt, DataShape data, WeightFormat format)
    {
        int tokens = gpt.Vocabulary!.Value;
        var writer = new GgufWriter();
        writer.Add("general.architecture", architecture);
        writer.Add("general.name", name);
        writer.Add("general.alignment", (uint)GgufWriter.Alignment);
        writer.Add("general.file_type", format switch
        {
            WeightFormat.F32 => AllF32,
            WeightFormat.F16 => MostlyF16,
            WeightFormat.BF16 => MostlyBF16,
            _ => MostlyQ8,
        });
        if (format == WeightFormat.Q8) writer.Add("general.quantization_version", QuantizationVersion);
        writer.Add($"{architecture}.vocab_size", (uint)tokens);
        writer.Add($"{architecture}.context_length", (uint)gpt.Context);
        writer.Add($"{architecture}.embedding_length", (uint)gpt.Width);
        writer.Add($"{architecture}.block_count", (uint)gpt.Layers);
        writer.Add($"{architecture}.feed_forward_length", (uint)gpt.HiddenWidth);
        writer.Add($"{architecture}.attention.head_count", (uint)gpt.Heads);
        if (gpt.Positions == GptPositions.Rotary)
        {
            writer.Add($"{architecture}.attention.head_count_kv", (uint)(gpt.KeyValueHeads ?? gpt.Heads));
            writer.Add($"{architecture}.attention.layer_norm_rms_epsilon", (float)gpt.Epsilon);
            writer.Add($"{architecture}.rope.dimension_count", (uint)gpt.HeadWidth);
            writer.Add($"{architecture}.rope.freq_base", (float)gpt.RotaryBase);
        }
        else writer.Add($"{architecture}.attention.layer_norm_epsilon", (float)gpt.Epsilon);
        GgufVocabulary.Write(writer, data, tokens);
        return writer;
    }
}
