using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>How far one contribution can move a sum, in units of <see cref="FixedPoint.Unit"/>.</summary>
/// <param name="norm">The bound on its Euclidean norm, as a number.</param>
/// <param name="spec">The update.</param>
internal sealed class Sensitivity(double norm, UpdateSpec spec)
{
    /// <summary>The bound on the Euclidean norm, as a number.</summary>
    public double Norm => norm;

    /// <summary>In the Euclidean norm; every float is brought to the nearest grid point, which may lengthen a contribution.</summary>
    public double L2 => norm * FixedPoint.One + 0.5 * Math.Sqrt(spec.ValueCount);

    /// <summary>In the sum of magnitudes.</summary>
    public double L1 => L2 * Math.Sqrt(spec.ValueCount);
}
