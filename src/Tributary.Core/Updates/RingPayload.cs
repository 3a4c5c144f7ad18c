using System.Numerics;
using System.Runtime.InteropServices;

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
    public override long Weight => Signed(Words[^1], Segments[^1].RingBits) * Segments[^1].Step;

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
        int start = 0;
        foreach (Segment segment in Segments)
        {
            long limit = FixedPoint.LimitOnGrid(cohort) / segment.Step;
            foreach (ulong word in Words.AsSpan(start, segment.Length))
                if (Signed(word, segment.RingBits) is long value && (value >= limit || value <= -limit))
                    return false;
            start += segment.Length;
        }
        return true;
    }

    /// <inheritdoc/>
    public override void AccumulateInto(Span<long> sum, int start = 0)
    {
        ReadOnlySpan<ulong> words = Words.AsSpan(start, sum.Length);
        int end = 0; // of the segment
        foreach (Segment segment in Segments)
        {
            end += segment.Length;
            int count = Math.Min(end - start, sum.Length);
            if (count <= 0) continue;
            Accumulate(words[..count], segment, sum[..count]);
            words = words[count..];
            sum = sum[count..];
            start += count;
        }
    }

    /// <inheritdoc/>
    public override NumericPayload Gather(ReadOnlySpan<int> source, IReadOnlyList<Segment> segments)
    {
        ulong[] words = new ulong[source.Length];
        for (int i = 0; i < words.Length; i++) words[i] = source[i] < 0 ? 0 : Words[source[i]];
        return new RingPayload(segments, words);
    }

    private static void Accumulate(ReadOnlySpan<ulong> words, Segment segment, Span<long> sum)
    {
        int unused = 64 - segment.RingBits;
        ReadOnlySpan<Vector<long>> vectors = MemoryMarshal.Cast<ulong, Vector<long>>(words);
        Span<Vector<long>> sums = MemoryMarshal.Cast<long, Vector<long>>(sum);
        for (int i = 0; i < vectors.Length; i++) sums[i] += (vectors[i] << unused >> unused) * segment.Step;
        for (int i = vectors.Length * Vector<long>.Count; i < words.Length; i++)
            sum[i] += Signed(words[i], segment.RingBits) * segment.Step;
    }

    private static long Signed(ulong word, int bits) => (long)(word << (64 - bits)) >> (64 - bits);
}
