namespace Tributary.Security;

/// <summary>The message of one polynomial: 90 bits a coefficient, as its lowest 60 and its upper 30.</summary>
/// <remarks>Lane j of coefficient i is word j n + i of the block.</remarks>
internal sealed class MessageParts : IDisposable
{
    /// <summary>Bits of the lower part.</summary>
    public const int LowBits = 60;

    private const ulong LowMask = (1UL << LowBits) - 1;
    private readonly SecretBuffer<ulong> _low = new(LatticeParameters.Degree), _high = new(LatticeParameters.Degree);

    /// <summary>The lowest 60 bits of each coefficient.</summary>
    public Span<ulong> Low => _low.Span;

    /// <summary>The bits above.</summary>
    public Span<ulong> High => _high.Span;

    /// <summary>Lays words, at most a block of them, into the lanes; the rest is zero.</summary>
    /// <exception cref="ArgumentException">A word is too large for the packing.</exception>
    public void Pack(ReadOnlySpan<ulong> words, LanePacking packing)
    {
        Span<ulong> low = Low, high = High;
        low.Clear();
        high.Clear();
        ulong largest = packing.Largest, outside = 0;
        for (int lane = 0; !words.IsEmpty; lane++)
        {
            int shift = lane * packing.LaneBits, count = Math.Min(words.Length, LatticeParameters.Degree);
            ReadOnlySpan<ulong> values = words[..count];
            words = words[count..];
            // A lane lies below bit 60, above it, or across.
            bool below = shift + packing.LaneBits <= LowBits, above = shift >= LowBits;
            if (below) for (int i = 0; i < count; i++) low[i] |= values[i] << shift;
            else if (above) for (int i = 0; i < count; i++) high[i] |= values[i] << (shift - LowBits);
            else
                for (int i = 0; i < count; i++)
                {
                    low[i] |= values[i] << shift & LowMask;
                    high[i] |= values[i] >> (LowBits - shift);
                }
            for (int i = 0; i < count; i++) outside |= values[i] | (largest - values[i]); // highest bit: larger than allowed
        }
        if (outside >> 63 != 0)
            throw new ArgumentException($"A word is above {largest}, so that a sum of {packing.Cohort} might not fit its lane of "
                + $"{packing.LaneBits} bits and would change its neighbour. Use wider lanes.", nameof(words));
    }

    /// <summary>Reads the words back.</summary>
    public void Unpack(Span<ulong> words, LanePacking packing)
    {
        ReadOnlySpan<ulong> low = Low, high = High;
        ulong mask = (1UL << packing.LaneBits) - 1;
        for (int lane = 0; !words.IsEmpty; lane++)
        {
            int shift = lane * packing.LaneBits, count = Math.Min(words.Length, LatticeParameters.Degree);
            if (shift + packing.LaneBits <= LowBits) for (int i = 0; i < count; i++) words[i] = low[i] >> shift & mask;
            else if (shift >= LowBits) for (int i = 0; i < count; i++) words[i] = high[i] >> (shift - LowBits) & mask;
            else for (int i = 0; i < count; i++) words[i] = (low[i] >> shift | high[i] << (LowBits - shift)) & mask;
            words = words[count..];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _low.Dispose();
        _high.Dispose();
    }
}
