namespace Tributary.Core;

/// <summary>
/// What hides single examples from everyone outside their client: each step takes a Poisson sample, clips every example's gradient, and
/// adds noise to their sum (DP-SGD).
/// </summary>
/// <remarks>Abadi et al.: Deep learning with differential privacy, CCS 2016, algorithm 1.</remarks>
public sealed record ExamplePrivacy : IChecked
{
    /// <summary>The largest Euclidean norm that one example's gradient keeps, above zero.</summary>
    public required double Clip { get; init; }

    /// <summary>
    /// The expected number of examples in a step, each of which takes part by a coin of its own; zero takes all of a client's examples.
    /// </summary>
    public required int Lot { get; init; }

    /// <summary>The probability with which the promise may fail, above zero and below one over the examples of any client.</summary>
    public required double Delta { get; init; }

    /// <summary>The noise's standard deviation over the clip, 0.01 or above; this or <see cref="Epsilon"/>.</summary>
    public double? NoiseMultiplier { get; init; }

    /// <summary>What a client that takes part in every round spends in the whole run, above zero: its noise follows from it.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Whether the means and deviations of <c>normalize</c> count as known to everyone: they are sent as they are.</summary>
    public bool PublicStatistics { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Clip > 0 && double.IsFinite(Clip)))
            yield return Problem.OutOfRange($"{path}.clip",
                $"The clip is {Clip}, which would leave nothing or everything of an example's gradient. Give a number above 0, such as 1.");
        if (Lot < 0)
            yield return Problem.OutOfRange($"{path}.lot",
                $"A step cannot take {Lot} examples. Give the number that it shall take on average, or 0 for all.");
        if (!(Delta is > 0 and < 1))
            yield return Problem.OutOfRange($"{path}.delta",
                $"Delta is {Delta}, and it is the probability with which the promise may fail. "
                + "Give a number well below one over a client's examples, such as 1e-5.");
        if (NoiseMultiplier is null == Epsilon is null)
            yield return new Problem(ProblemCodes.ExampleNoiseUnclear, path,
                NoiseMultiplier is null
                    ? "Neither 'noiseMultiplier' nor 'epsilon' is given, so there would be no noise, and nothing would be private. "
                        + "Give one."
                    : "Both 'noiseMultiplier' and 'epsilon' say how much noise there is, and only one can. Remove one.");
        if (NoiseMultiplier is { } noise && !(noise >= 0.01 && double.IsFinite(noise)))
            yield return Problem.OutOfRange($"{path}.noiseMultiplier",
                $"The noise multiplier is {noise}. With so little noise nothing is private. Give 0.01 or above; promises begin near 0.5.");
        if (Epsilon is { } epsilon && !(epsilon > 0 && double.IsFinite(epsilon)))
            yield return Problem.OutOfRange($"{path}.epsilon",
                $"Epsilon is {epsilon}. At zero nothing at all may be learnt from the data. Give a number above 0.");
    }
}
