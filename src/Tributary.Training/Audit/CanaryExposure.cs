using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How well a language model remembers sequences, in bits: how far up they stand among random ones by its loss.</summary>
/// <param name="Exposures">
/// For each sequence log2(candidates + 1) - log2(rank); ranks from 1, candidates of the same loss before it by half.
/// </param>
/// <param name="Candidates">How many random sequences each was ranked among.</param>
/// <remarks>
/// Carlini et al.: The secret sharer, USENIX Security 2019, section 4, with random candidates in place of all there are: no exposure
/// above log2(candidates + 1) can be seen. A sequence that was never learnt has 1.4 bits in the mean.
/// </remarks>
public sealed record CanaryExposure(IReadOnlyList<double> Exposures, int Candidates)
{
    /// <summary>The usual number of candidates: at most 10 bits.</summary>
    public const int UsualCandidates = 1023;

    /// <summary>The mean over the sequences.</summary>
    public double Mean => Exposures.Average();

    /// <summary>The largest.</summary>
    public double Largest => Exposures.Max();

    /// <summary>The most that can be seen among so many candidates.</summary>
    public double Limit => Elementary.Log(Candidates + 1) / Elementary.Log(2);

    /// <summary>Ranks sequences by the model's loss on all of their tokens but the first.</summary>
    /// <param name="model">A language model with its parameters; of longer sequences the first tokens that fit count.</param>
    /// <param name="sequences">At least one, all of one length from 2.</param>
    /// <param name="random">Draws the candidates.</param>
    /// <param name="candidates">How many, at least 1.</param>
    public static CanaryExposure Measure(
        LanguageModel model, IReadOnlyList<int[]> sequences, RandomStream random, int candidates = UsualCandidates)
    {
        int length = sequences[0].Length;
        int[][] drawn = [.. Enumerable.Range(0, candidates).Select(_ => Canaries.Draw(length, model.KnownTokens, random))];
        double[] others = [.. Losses(model, drawn)];
        return new CanaryExposure([.. Losses(model, sequences).Select(loss => ExposureOf(loss, others))], candidates);
    }

    private static double ExposureOf(double loss, double[] others)
    {
        double rank = 1 + others.Count(other => other < loss) + 0.5 * others.Count(other => other == loss);
        return (Elementary.Log(others.Length + 1) - Elementary.Log(rank)) / Elementary.Log(2);
    }

    private static IEnumerable<double> Losses(LanguageModel model, IReadOnlyList<int[]> sequences)
    {
        int context = model.Context, most = model.Graph.Capacity;
        model.Graph.Training = false;
        for (int start = 0; start < sequences.Count; start += most)
        {
            int[][] batch = [.. sequences.Skip(start).Take(most)];
            model.Graph.Batch = batch.Length;
            model.Input.Values.Clear();
            model.Target.Values.Fill(-1);
            for (int b = 0; b < batch.Length; b++)
                for (int t = 0; t + 1 < batch[b].Length && t < context; t++)
                    (model.Input.Values[b * context + t], model.Target.Values[b * context + t]) = (batch[b][t], batch[b][t + 1]);
            model.Graph.Forward();
            double[] losses = new double[batch.Length];
            for (int b = 0; b < batch.Length; b++)
                for (int t = 0; t + 1 < batch[b].Length && t < context; t++) losses[b] += model.TokenLosses.Values[b * context + t];
            foreach (double loss in losses) yield return loss;
        }
    }
}
