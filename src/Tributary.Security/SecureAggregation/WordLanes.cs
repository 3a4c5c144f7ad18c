using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// Ring words as unsigned lanes whose sums never overflow: a word of few bits is one lane, moved up so that it is never negative; a wide
/// one is cut in limbs.
/// </summary>
/// <remarks>
/// The segments' <see cref="Segment.RingBits"/> hold the signed sum of a cohort, so one client's word lies within a share of that range.
/// Limbs are the word's two's complement, a few bits each; the sums of limbs, put together again, are the sum modulo 2^64.
/// </remarks>
internal sealed class WordLanes
{
    private const int WidestLane = 45; // two in a coefficient
    private readonly IReadOnlyList<Segment> _segments;
    private readonly ulong _offset; // of a word that is one lane: it lies from minus this to this
    private readonly int _limbBits, _widest;

    private WordLanes(IReadOnlyList<Segment> segments, LanePacking packing, int limbBits, int widest)
    {
        (_segments, Packing, _limbBits, _widest) = (segments, packing, limbBits, widest);
        _offset = packing.Largest / 2;
        Length = segments.Sum(segment => segment.Length * LimbsOf(segment));
    }

    /// <summary>How lanes lie in coefficients.</summary>
    public LanePacking Packing { get; }

    /// <summary>The number of lanes of all words.</summary>
    public int Length { get; }

    /// <summary>The segments of the words.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Lanes for the words of a pipeline and the sum of so many clients.</summary>
    /// <param name="segments">The segments of the words.</param>
    /// <param name="clients">The most clients in a sum.</param>
    /// <param name="widest">The most bits of a lane.</param>
    /// <param name="messageBits">Bits of a coefficient's message.</param>
    public static WordLanes Of(
        IReadOnlyList<Segment> segments, int clients, int widest = WidestLane, int messageBits = LatticeParameters.MessageBits)
    {
        int carry = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)clients - 1); // bits that a sum has more
        int[] narrow = [.. segments.Where(segment => segment.RingBits <= widest).Select(segment => segment.RingBits)];
        int bits = Math.Max(narrow.Length > 0 ? narrow.Max() : widest, carry + 2);
        return new WordLanes(segments, new LanePacking(bits, clients) { MessageBits = messageBits / bits * bits }, bits - carry, widest);
    }

    /// <summary>Lays words into lanes.</summary>
    /// <exception cref="MalformedUpdateException">A word is larger than a cohort's sum has room for.</exception>
    public void Split(ReadOnlySpan<ulong> words, Span<ulong> lanes)
    {
        ulong outside = 0; // its highest bit
        foreach (Segment segment in _segments)
        {
            ReadOnlySpan<ulong> part = words[..segment.Length];
            int limbs = LimbsOf(segment), unused = 64 - segment.RingBits;
            if (limbs == 1)
                for (int i = 0; i < part.Length; i++)
                {
                    ulong lane = (ulong)((long)(part[i] << unused) >> unused) + _offset;
                    outside |= lane | (2 * _offset - lane);
                    lanes[i] = lane;
                }
            else
                for (int i = 0; i < part.Length; i++)
                    for (int limb = 0; limb < limbs; limb++) lanes[i * limbs + limb] = (part[i] >> (limb * _limbBits)) & LimbMask;
            words = words[segment.Length..];
            lanes = lanes[(limbs * segment.Length)..];
        }
        if (outside >> 63 != 0)
            throw new MalformedUpdateException(
                "A word of the update is larger than the sum has room for, and would change its neighbours. " +
                "Put stages that add to words before 'quantize', or give it more bits.");
    }

    /// <summary>The sums of words from the sums of the lanes of so many clients.</summary>
    /// <exception cref="MalformedUpdateException">A client laid more into a lane than it may.</exception>
    public ulong[] Join(ReadOnlySpan<ulong> lanes, int clients)
    {
        ulong[] words = new ulong[_segments.Sum(segment => segment.Length)];
        Span<ulong> rest = words;
        ulong outside = 0, moved = (ulong)clients * _offset, largest = (ulong)clients * LimbMask;
        foreach (Segment segment in _segments)
        {
            int limbs = LimbsOf(segment);
            for (int i = 0; i < segment.Length; i++)
                if (limbs == 1)
                {
                    outside |= 2 * moved - lanes[i];
                    rest[i] = lanes[i] - moved;
                }
                else
                {
                    for (int limb = 0; limb < limbs; limb++)
                    {
                        ulong sum = lanes[i * limbs + limb];
                        outside |= largest - sum;
                        rest[i] += sum << (limb * _limbBits);
                    }
                }
            rest = rest[segment.Length..];
            lanes = lanes[(limbs * segment.Length)..];
        }
        return outside >> 63 == 0
            ? words
            : throw new MalformedUpdateException("The opened sum holds a number that so many clients cannot have made together.");
    }

    private ulong LimbMask => (1UL << _limbBits) - 1;

    private int LimbsOf(Segment segment) =>
        segment.RingBits <= Math.Min(_widest, Packing.LaneBits) ? 1 : (segment.RingBits + _limbBits - 1) / _limbBits;
}
