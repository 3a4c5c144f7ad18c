namespace Tributary.Core;

/// <summary>A clipping norm that follows a quantile of the clients' norms.</summary>
/// <param name="Quantile">The share of clients whose updates are to lie within the norm, between 0 and 1.</param>
/// <param name="LearningRate">
/// How fast the norm follows, above 0: it is multiplied by exp(-LearningRate (share within - Quantile)) after each round.
/// </param>
/// <param name="CountNorm">
/// How large the number is that counts a client, over the norm; above 0, up to 1. It shares the noise of the update: the larger, the more
/// exact the count, and the more noise altogether, by sqrt(1 + CountNorm^2).
/// </param>
/// <remarks>Andrew, Thakkar, McMahan, Ramaswamy: Differentially private learning with adaptive clipping. NeurIPS 2021.</remarks>
public sealed record AdaptiveNorm(double Quantile = 0.5, double LearningRate = 0.2, double CountNorm = 0.25) : IChecked
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Quantile > 0 && Quantile < 1))
            yield return Problem.OutOfRange($"{path}.quantile",
                $"'clip' follows the quantile {Quantile}, which is no share of the clients. Give a number between 0 and 1, such as 0.5.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            yield return Problem.OutOfRange($"{path}.learningRate",
                $"'clip' follows with the learning rate {LearningRate}, and would stand still or run away. " +
                "Give a finite number above 0, such as 0.2.");
        if (!(CountNorm > 0 && CountNorm <= 1))
            yield return Problem.OutOfRange($"{path}.countNorm",
                $"'clip' counts a client by {CountNorm} times the norm. Give a number above 0 and up to 1, such as 0.25.");
    }
}
