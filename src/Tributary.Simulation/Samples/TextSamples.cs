using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Draws text from a language model.</summary>
public static class TextSamples
{
    private const int Length = 800;

    /// <summary>Continues an empty line by a few hundred tokens.</summary>
    internal static SampleSet Draw(PlannedJob job, Workers workers, ParameterSet parameters)
    {
        var sampler = new TextSampler();
        (TextData training, TextData heldOut) = ((TextData)job.Federation.Pooled, (TextData)job.Federation.Test);
        ITokenizer tokenizer = training.Tokenizer;
        IReadOnlyList<int[]> canaries = Canaries.Of(job.Spec, tokenizer.VocabularySize);
        (int[] drawn, CanaryExposure? exposure) = workers.UseAll(model =>
        {
            model.Parameters.Load(parameters);
            var network = (LanguageModel)model;
            return (
                sampler.Sample(network, Start(tokenizer), Length, job.Random.Derive("samples")),
                canaries is [] ? null : CanaryExposure.Measure(network, canaries, job.Random.Derive("candidates")));
        });
        return new SampleSet
        {
            Title = "Text written by the federated model",
            Note = $"Temperature {sampler.Temperature:0.##}, {Length} tokens from an empty line on; the first draw, " +
                "nothing picked by hand.",
            Texts = [new SampleText(tokenizer.Decode(drawn))],
            Measurements = TextMeasures.Describe(TextMemorisation.Measure([drawn], training, heldOut), exposure),
        };
    }

    /// <summary>
    /// What a text begins after: what the tokenizer puts before one, else a line break where it has one, else its first token.
    /// </summary>
    public static int[] Start(ITokenizer tokenizer)
    {
        if (tokenizer is BpeTokenizer { Frame.Before: { Count: > 0 } before }) return [.. before];
        bool lacksLines = tokenizer is Vocabulary { IsBytes: false } known && !known.Characters.Contains('\n', StringComparison.Ordinal);
        if (lacksLines) return [0];
        return tokenizer.Encode("\n") is { Length: > 0 } line ? line : [0];
    }
}
