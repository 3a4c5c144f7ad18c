using System.Text.Json;
using Tributary.Tensors;

namespace Tributary.Models.Tests;

/// <summary>What <c>checkpoint.py</c> found out about one network, and the same computed here.</summary>
internal sealed record CheckpointRun(JsonElement Config, Dictionary<string, long[]> Shapes, double[] Logits)
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    public static string Script { get; } = Path.Combine(ReferenceRun.Folder, "checkpoint.py");

    public static CheckpointRun Stored(string name) => JsonSerializer.Deserialize<Dictionary<string, CheckpointRun>>(
        File.ReadAllText(Path.Combine(ReferenceRun.Folder, "checkpoints.json")), _options)![name];

    /// <summary>The weights of <c>checkpoint.py</c>, by their names in the checkpoint.</summary>
    public static SafetensorsEntry Weight(string name, long[] shape)
    {
        uint seed = Formula.Seed(name);
        float[] values = new float[shape.Aggregate(1L, (count, extent) => count * extent)];
        float offset = shape.Length == 1 && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
        for (int i = 0; i < values.Length; i++) values[i] = offset + 0.25f * ((Formula.Word(seed, i) >> 16) / 32768f - 1);
        return SafetensorsEntry.Over<float>(name, values, shape);
    }

    /// <summary>Writes the checkpoint as one file.</summary>
    public void Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "config.json"), Config.GetRawText());
        SafetensorsWriter.WriteFile(
            Path.Combine(folder, "model.safetensors"), [.. Shapes.Select(tensor => Weight(tensor.Key, tensor.Value))]);
    }

    /// <summary>The shape of a text of which nothing is known but the number of tokens.</summary>
    public static DataShape Text(int vocabulary) => new() { Features = [], VocabularySize = vocabulary, Characters = "" };

    /// <summary>A checkpoint as a model.</summary>
    public static LanguageModel Load(string folder, Func<Gpt, Gpt>? change = null)
    {
        var checkpoint = HuggingFaceCheckpoint.Open(folder);
        Gpt gpt = change is null ? checkpoint.Gpt : change(checkpoint.Gpt);
        var model = (LanguageModel)gpt.Build(Text(gpt.Vocabulary!.Value), 1, new RandomStream(1));
        ParameterSet parameters = model.Parameters.ToSet();
        checkpoint.CopyTo(parameters);
        model.Parameters.Load(parameters);
        return model;
    }

    /// <summary>The logits of the script's tokens.</summary>
    public static double[] Compute(LanguageModel model)
    {
        Formula.Below("checkpoint tokens", model.Context, 61).CopyTo(model.Input.Values);
        model.Graph.Forward(model.Logits);
        return [.. model.Logits.Values.ToArray().Select(value => (double)value)];
    }

    /// <summary>Fails unless all logits are within a part of the largest.</summary>
    public static void Agree(double[] expected, double[] actual, double bound)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs), worst = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(worst <= bound * largest, $"The logits differ by {worst / largest:E1} of the largest.");
    }
}
