namespace Tributary.Core;

/// <summary>An update, or a sum of updates, in integers modulo 2^b, where b is each segment's <see cref="Segment.RingBits"/>.</summary>
/// <remarks>Held and added modulo 2^64, which is the same modulo 2^b; only b bits of a word travel.</remarks>
public sealed class RingPayload : NumericPayload
{
    /// <summary>Takes ownership of <paramref name="words"/>, one for each element of <paramref name="segments"/>.</summary>
    public RingPayload(IReadOnlyList<Segment> segments, ulong[] words)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(words.Length, segments.Sum(segment => segment.Length), nameof(words));
        Segments = segments;
        Words = words;
    }

    /// <inheritdoc/>
    public override PayloadKind Kind => PayloadKind.Ring;

    /// <inheritdoc/>
    public override IReadOnlyList<Segment> Segments { get; }

    /// <summary>The words of all segments, one after another; bits above the segment's ring are meaningless.</summary>
    public ulong[] Words { get; }

    /// <inheritdoc/>
    public override int Length => Words.Length;

    /// <inheritdoc/>
    public override void Add(Payload other)
    {
        ulong[] words = ((RingPayload)other).Words;
        ArgumentOutOfRangeException.ThrowIfNotEqual(words.Length, Words.Length, nameof(other));
        for (int i = 0; i < words.Length; i++) Words[i] += words[i];
    }

    /// <inheritdoc/>
    public override bool IsInRange(int cohort)
    {
        double limit = FixedPoint.Limit(cohort) * FixedPoint.One;
        int start = 0;
        foreach (Segment segment in Segments)
        {
            foreach (ulong word in Words.AsSpan(start, segment.Length))
                if (Math.Abs((double)Signed(word, segment.RingBits) * segment.Step) >= limit)
                    return false;
            start += segment.Length;
        }
        return true;
    }

    /// <inheritdoc/>
    public override void AccumulateInto(Span<long> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sum.Length, Words.Length, nameof(sum));
        int i = 0;
        foreach (Segment segment in Segments)
            for (int end = i + segment.Length; i < end; i++)
                sum[i] += Signed(Words[i], segment.RingBits) * segment.Step;
    }

    /// <inheritdoc/>
    public override NumericPayload Gather(ReadOnlySpan<int> source, IReadOnlyList<Segment> segments)
    {
        ulong[] words = new ulong[source.Length];
        for (int i = 0; i < words.Length; i++) words[i] = source[i] < 0 ? 0 : Words[source[i]];
        return new RingPayload(segments, words);
    }

    private static long Signed(ulong word, int bits) => (long)(word << (64 - bits)) >> (64 - bits);
}
