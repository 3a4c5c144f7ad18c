using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Simulation;

/// <summary>Draws text from a language model.</summary>
public static class TextSamples
{
    private const int Length = 800;

    /// <summary>Continues an empty line by a few hundred tokens.</summary>
    internal static SampleSet Draw(PlannedJob job, Workers workers, ParameterSet parameters)
    {
        var sampler = new TextSampler();
        Vocabulary vocabulary = ((TextData)job.Federation.Pooled).Vocabulary;
        int[] drawn = workers.UseAll(model =>
        {
            model.Parameters.Load(parameters);
            return sampler.Sample((LanguageModel)model, Start(vocabulary), Length, job.Random.Derive("samples"));
        });
        return new SampleSet
        {
            Title = "Text written by the federated model",
            Note = $"Temperature {sampler.Temperature:0.##}, {Length} tokens from an empty line on; the first draw, " +
                "nothing picked by hand.",
            Texts = [new SampleText(vocabulary.Decode([.. drawn.Select(token => (ushort)token)]))],
        };
    }

    /// <summary>A line break where the vocabulary has one, else its first token.</summary>
    public static int[] Start(Vocabulary vocabulary)
    {
        int newline = vocabulary.IsBytes ? '\n' : vocabulary.Characters.IndexOf('\n', StringComparison.Ordinal);
        return [Math.Max(0, newline)];
    }
}
