using Tributary.Core;

namespace Tributary.Security;

/// <summary>The check of a norm by projections: how many, and how large they may be.</summary>
/// <remarks>
/// The mean square of K projections of a vector of norm L is L^2 times a chi-square of K degrees over K, or less spread. An honest vector
/// passes except with probability 2^-20: the mean square may be 1.216^2 times the square of the bound with 256 projections, 1.107^2 times
/// with 1,024 (Wilson, Hilferty, 1931). A vector whose projections are as good as Gaussian passes with probability 2^-40 at 1.73 times
/// the bound, and at 1.31 times.
/// </remarks>
/// <param name="Projections">256 or 1,024.</param>
/// <param name="Largest">The largest norm of an honest vector, in steps of its words.</param>
/// <param name="Bits">Bits of the ring in which projections do not wrap.</param>
internal sealed record NormBound(int Projections, double Largest, int Bits)
{
    /// <summary>The numbers of projections that there are margins for.</summary>
    public const int Few = 256, Many = 1024;

    private const int LeastShare = 16; // values for each projection

    /// <summary>Bytes of one vector's projections.</summary>
    public int ByteLength => BitPacking.ByteLength(Projections, Bits);

    /// <summary>Fits the check to an update.</summary>
    /// <exception cref="CompositionException">It cannot work there.</exception>
    public static NormBound Of(int projections, UpdateSpec input)
    {
        Segment[] values = [.. input.Segments.Where(segment => segment.Role == SegmentRole.Values)];
        if (input.NormBound is not { } norm)
            throw Unfit("no stage before it says how large an update may be. Put 'clip' first among the stages.");
        if (input.ValueCount < LeastShare * projections)
            throw Unfit($"{projections} sums of {input.ValueCount} values would tell the coordinator much of each update. " +
                $"Use a model of at least {LeastShare * projections} values, or leave 'projections' out.");
        if (values.Select(segment => (segment.Step, segment.RingBits)).Distinct().Count() != 1)
            throw Unfit("its values have different steps. Use 'quantize' with one common scale.");
        double largest = norm / FixedPoint.ToDouble(values[0].Step);
        // A projection of an honest vector is below eight times its norm but for a probability of 2^-45 (Hoeffding).
        int bits = Math.Max(values[0].RingBits, 5 + (int)Math.ILogB(largest));
        return bits <= 62
            ? new NormBound(projections, largest, bits)
            : throw Unfit("updates may be too large for it. Lower the norm of 'clip'.");

        static CompositionException Unfit(string why) => new(ProblemCodes.NormCheckUnfit, $"'split' is to check norms, and {why}");
    }

    /// <summary>Whether a vector with these projections, modulo 2^Bits, may be as small as an honest one.</summary>
    public bool Allows(ReadOnlySpan<ulong> projections)
    {
        double margin = Projections == Few ? 1.216 : 1.107, sum = 0;
        foreach (ulong projection in projections)
        {
            double signed = (long)(projection << (64 - Bits)) >> (64 - Bits);
            sum += signed * signed;
        }
        return sum / projections.Length <= margin * margin * Largest * Largest;
    }
}
