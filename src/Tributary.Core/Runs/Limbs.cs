namespace Tributary.Core;

/// <summary>
/// A wide number as a few small ones: every limb fits the grid of <see cref="FixedPoint"/> for cohorts of up to 65,536 clients, and the
/// number is a fixed combination of its limbs, so that averages of limbs are the limbs of the average.
/// </summary>
/// <param name="Count">The number of limbs; each adds 18 binary digits at the lower end.</param>
/// <param name="TopExponent">One unit of the first limb's integer is two to this power; magnitudes reach 2^18 times that.</param>
internal sealed record Limbs(int Count, int TopExponent)
{
    private const int Bits = 18; // an integer of so many bits, weighed in single precision, stays exact to the last place of a float
    private const int Shift = 13; // integers up to 2^18 travel as numbers up to 32

    /// <summary>Magnitudes up to 2^37, to a resolution of 2^-44.</summary>
    public static Limbs Mean { get; } = new(3, 19);

    /// <summary>Magnitudes up to 2^76, the square of twice a mean, to a resolution of 2^-59.</summary>
    public static Limbs Square { get; } = new(6, 58);

    /// <summary>The largest magnitude.</summary>
    public double Limit => Math.ScaleB(1, TopExponent + Bits);

    /// <summary>Writes the limbs of one number, highest first.</summary>
    public void Split(double value, Span<float> limbs)
    {
        for (int i = 0; i < Count; i++)
        {
            int exponent = TopExponent - Bits * i;
            // The last limb keeps the fraction that the others round away.
            double digits = i == Count - 1 ? Math.ScaleB(value, -exponent) : Math.Round(Math.ScaleB(value, -exponent));
            limbs[i] = (float)Math.ScaleB(digits, -Shift);
            value -= Math.ScaleB(digits, exponent);
        }
    }

    /// <summary>The number whose limbs, or averages of limbs, these are.</summary>
    public double Join(ReadOnlySpan<double> limbs)
    {
        double value = 0;
        for (int i = 0; i < Count; i++) value += Math.ScaleB(limbs[i], TopExponent - Bits * i + Shift);
        return value;
    }
}
