using System.Numerics;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// How ring words become integers small enough to be committed to, and to add up without overflow: a word of few bits is one integer, a
/// wide one is cut in limbs; behind them stands the randomness of the commitment.
/// </summary>
/// <remarks>
/// Limbs are the word's two's complement, a few bits each; the sums of limbs, put together again, are the sum modulo 2^64. The ranges are
/// those of the plan: <see cref="Segment.RingBits"/> hold the signed sum of a cohort, and one client has a share of that.
/// </remarks>
internal sealed class CommittedLayout
{
    private const int Widest = LatticeParameters.CommittedBits;
    private readonly IReadOnlyList<Segment> _input;
    private readonly int _cohort, _limbBits;

    private CommittedLayout(IReadOnlyList<Segment> input, int cohort)
    {
        _input = input;
        _cohort = cohort;
        int carry = 64 - BitOperations.LeadingZeroCount((ulong)cohort - 1); // bits that a sum has more
        int random = 1 + 64 - BitOperations.LeadingZeroCount((ulong)cohort * RingCommitment.LargestRandomness);
        int[] narrow = [random, carry + 2, .. input.Where(IsNarrow).Select(segment => segment.RingBits)];
        int bits = narrow.Max();
        _limbBits = bits - 1 - carry;
        Segments =
        [
            .. input.Select(segment => IsNarrow(segment)
                ? segment
                : new Segment($"{segment.Name}.limbs", checked(segment.Length * LimbsOf(segment)), SegmentRole.Metrics)
                {
                    RingBits = bits,
                }),
            new Segment("randomness", RingCommitment.RandomnessLength, SegmentRole.Metrics) { RingBits = random },
        ];
        Length = Segments.Sum(segment => segment.Length);
    }

    /// <summary>The segments that the words become, the randomness last.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>The number of integers, the randomness among them.</summary>
    public int Length { get; }

    /// <summary>The integers that are committed to.</summary>
    public int MessageLength => Length - RingCommitment.RandomnessLength;

    /// <summary>The layout of a pipeline's words, for sums of so many clients.</summary>
    /// <exception cref="CompositionException">There are too many clients.</exception>
    public static CommittedLayout Of(IReadOnlyList<Segment> segments, int cohort) => cohort <= LatticeParameters.MaxCohort
        ? new CommittedLayout(segments, cohort)
        : throw new CompositionException(ProblemCodes.CannotCommit,
            $"'commit' would add the commitments of {cohort} clients, and its numbers hold the sum of {LatticeParameters.MaxCohort}. " +
            "Invite fewer clients.");

    /// <summary>Cuts words into integers; the randomness is left as it is.</summary>
    /// <exception cref="MalformedUpdateException">A word is larger than a sum has room for.</exception>
    public void Split(ReadOnlySpan<ulong> words, Span<int> integers)
    {
        long outside = 0; // its sign
        foreach (Segment segment in _input)
        {
            ReadOnlySpan<ulong> part = words[..segment.Length];
            if (IsNarrow(segment))
            {
                long limit = LimitOf(segment);
                int unused = 64 - segment.RingBits;
                for (int i = 0; i < part.Length; i++)
                {
                    long word = (long)(part[i] << unused) >> unused;
                    outside |= (limit - word) | (limit + word);
                    integers[i] = (int)word;
                }
                integers = integers[part.Length..];
            }
            else
            {
                int limbs = LimbsOf(segment);
                for (int i = 0; i < part.Length; i++)
                    for (int limb = 0; limb < limbs; limb++)
                        integers[(i * limbs) + limb] = (int)((part[i] >> (limb * _limbBits)) & LimbMask);
                integers = integers[(part.Length * limbs)..];
            }
            words = words[segment.Length..];
        }
        if (outside < 0)
            throw new MalformedUpdateException(
                "A word of the update is larger than the sum has room for, and its commitment would bind nobody. " +
                "Put stages that add to words before 'quantize', or give it more bits.");
    }

    /// <summary>The ring words whose sums travel.</summary>
    public static ulong[] ToWords(ReadOnlySpan<int> integers)
    {
        ulong[] words = new ulong[integers.Length];
        for (int i = 0; i < words.Length; i++) words[i] = (ulong)(long)integers[i];
        return words;
    }

    /// <summary>The integers of ring words, or of sums of them, that have travelled.</summary>
    public int[] FromWords(ReadOnlySpan<ulong> words)
    {
        int[] integers = new int[Length];
        int start = 0;
        foreach (Segment segment in Segments)
        {
            int unused = 64 - segment.RingBits;
            for (int i = start; i < start + segment.Length; i++) integers[i] = (int)((long)(words[i] << unused) >> unused);
            start += segment.Length;
        }
        return integers;
    }

    /// <summary>Whether so many clients can have made these sums: else a commitment to them binds nobody.</summary>
    public bool IsInRange(ReadOnlySpan<int> sums, int clients)
    {
        foreach (Segment segment in _input)
        {
            bool narrow = IsNarrow(segment);
            int length = narrow ? segment.Length : segment.Length * LimbsOf(segment);
            long most = clients * (narrow ? LimitOf(segment) : (long)LimbMask), least = narrow ? -most : 0;
            if (IsOutside(sums[..length], least, most)) return false;
            sums = sums[length..];
        }
        long random = (long)clients * RingCommitment.LargestRandomness;
        return clients <= _cohort && !IsOutside(sums, -random, random);
    }

    /// <summary>The sums of words from the sums of their integers.</summary>
    public ulong[] Join(ReadOnlySpan<int> sums)
    {
        ulong[] words = new ulong[_input.Sum(segment => segment.Length)];
        Span<ulong> rest = words;
        foreach (Segment segment in _input)
        {
            int limbs = IsNarrow(segment) ? 1 : LimbsOf(segment);
            for (int i = 0; i < segment.Length; i++)
                for (int limb = 0; limb < limbs; limb++) rest[i] += (ulong)(long)sums[(i * limbs) + limb] << (limb * _limbBits);
            sums = sums[(segment.Length * limbs)..];
            rest = rest[segment.Length..];
        }
        return words;
    }

    private ulong LimbMask => (1UL << _limbBits) - 1;

    private static bool IsNarrow(Segment segment) => segment.RingBits <= Widest;

    private static bool IsOutside(ReadOnlySpan<int> values, long least, long most) => values.ContainsAnyExceptInRange(
        (int)Math.Clamp(least, int.MinValue, int.MaxValue), (int)Math.Clamp(most, int.MinValue, int.MaxValue));

    /// <summary>The largest magnitude of one client's word: so many of them fit the ring.</summary>
    private long LimitOf(Segment segment) => ((1L << (segment.RingBits - 1)) - 1) / _cohort;

    private int LimbsOf(Segment segment) => (segment.RingBits + _limbBits - 1) / _limbBits;
}
