using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>What drawn text tells of the training, in words.</summary>
public static class TextMeasures
{
    /// <summary>The figures, the copies first.</summary>
    /// <param name="memory">Copies in drawn text.</param>
    /// <param name="exposure">How well canaries are remembered; null where the training had none.</param>
    public static IReadOnlyList<Measurement> Describe(TextMemorisation memory, CanaryExposure? exposure)
    {
        var lines = new List<Measurement>
        {
            new("copied from the training", memory.Copied, IsShare: true,
                $"of {memory.Tokens:N0} drawn tokens, in runs of {memory.Run} or more that the training text has; {memory.ChanceCopied:P1} "
                + "stand in such runs of the held-out text"),
            new("longest copy, in tokens", memory.Longest, IsShare: false,
                $"of the training text; {memory.LongestHeldOut:N0} of the held-out text, which is shorter"),
        };
        if (exposure is not null)
            lines.Add(new("exposure of canaries, in bits", exposure.Mean, IsShare: false,
                $"mean of {exposure.Exposures.Count}, the largest {exposure.Largest:0.0}; about 1.4 for what was never learnt, at most "
                + $"{exposure.Limit:0.0} among {exposure.Candidates:N0} random candidates"));
        return lines;
    }
}
