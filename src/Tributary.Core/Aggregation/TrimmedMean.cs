using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>The mean of each coordinate over the contributions without its largest and its smallest, all counting alike.</summary>
/// <remarks>Yin, Chen, Ramchandran, Bartlett: Byzantine-robust distributed learning. ICML 2018.</remarks>
public sealed record TrimmedMean : IAggregator, IChecked
{
    // Fractions such as 3/10 of 10 lie just below a whole number in binary.
    private const double Slack = 1e-9;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "trimmed-mean";

    /// <inheritdoc/>
    [JsonIgnore]
    public Sees Sees => Sees.Contributions;

    /// <summary>The share of contributions left out at each end, from 0 to below 0.5: the share of bad clients it stands.</summary>
    public double Fraction { get; init; } = 0.2;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Fraction >= 0 && Fraction < 0.5))
            yield return Problem.OutOfRange($"{path}.fraction",
                $"'trimmed-mean' leaves out the fraction {Fraction} at each end, and something must be left. " +
                "Give a number from 0 to below 0.5, such as 0.2.");
    }

    /// <inheritdoc/>
    public IAggregation Begin(UpdateSpec spec, int threads = 1) =>
        new TrimmedFold(spec, threads, count => Math.Min((int)(Fraction * count + Slack), Math.Max(0, count - 1) / 2));
}
