namespace Tributary.Cli;

/// <summary>Measurements of two programs that took turns.</summary>
/// <param name="Ours">Ours, turn by turn.</param>
/// <param name="Theirs">The other's, turn by turn; empty where there was none.</param>
internal sealed record Paired(IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs)
{
    /// <summary>The other's median over ours: above one where we are quicker.</summary>
    public double Ratio => Spread.Of(Theirs).Median / Spread.Of(Ours).Median;

    /// <summary>The median of the ratios of each turn, which a load that comes and goes disturbs less.</summary>
    public double PairedRatio => Spread.Of(Ours.Zip(Theirs, (ours, theirs) => theirs / ours)).Median;
}
