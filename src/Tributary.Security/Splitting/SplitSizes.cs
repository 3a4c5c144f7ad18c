using Tributary.Core;

namespace Tributary.Security;

/// <summary>The numbers of a planned split: who must be in a sum, who opens it, and which seeds each helper holds.</summary>
/// <param name="Minimum">The fewest clients whose sum may be opened.</param>
/// <param name="Helpers">How many helpers there are.</param>
/// <param name="Threshold">How many of them open a sum.</param>
/// <param name="Named">Who they are, or null where they are drawn.</param>
/// <param name="Decoded">The segments of the words.</param>
/// <param name="Norm">How norms are checked, or null where they are not.</param>
internal sealed record SplitSizes(
    int Minimum, int Helpers, int Threshold, IReadOnlyList<string>? Named, IReadOnlyList<Segment> Decoded, NormBound? Norm)
{
    /// <summary>The segments of what travels: where norms are checked, values have rings in which projections do not wrap.</summary>
    public IReadOnlyList<Segment> Segments { get; } = Norm is null ? Decoded :
        [.. Decoded.Select(segment => segment.Role == SegmentRole.Values ? segment with { RingBits = Norm.Bits } : segment)];

    /// <summary>The words that are values; they come first.</summary>
    public int Values => Decoded.Where(segment => segment.Role == SegmentRole.Values).Sum(segment => segment.Length);

    /// <summary>The sets of helpers that share a seed; helpers count from 1.</summary>
    public SharingSets Sets { get; } = new(Helpers, Threshold);

    /// <summary>Bytes of the largest box.</summary>
    public int LargestBox => SplitBox.Length(Sets.With(1).Count());

    /// <summary>The words of an update.</summary>
    public int Words => Segments.Sum(segment => segment.Length);

    /// <summary>Bytes of packed words.</summary>
    public int Bytes => checked(Segments.Sum(segment => BitPacking.ByteLength(segment.Length, segment.RingBits)));

    /// <summary>Fits the stage to a cohort.</summary>
    /// <exception cref="CompositionException">It cannot work there.</exception>
    public static SplitSizes Of(Split stage, UpdateSpec input)
    {
        if (input.Cohort < stage.Minimum)
            throw new CompositionException(ProblemCodes.SecureSumTooSmall,
                $"'split' opens sums of at least {stage.Minimum} clients, and a round has {input.Cohort}: nothing could ever be opened. " +
                (input.Cohort == 1
                    ? "Invite more clients, or leave 'split' out: the sum of one client is its update."
                    : "Invite more clients, or lower 'minimum'."));
        if (input.Cohort < stage.HelperCount)
            throw new CompositionException(ProblemCodes.HelpersUnfit,
                $"'split' has {stage.HelperCount} helpers, and a round has {input.Cohort} clients: helpers are clients of the round. " +
                "Invite more clients, or use fewer helpers.");
        return new SplitSizes(
            stage.Minimum, stage.HelperCount, stage.Threshold ?? stage.HelperCount, stage.Helpers, input.Segments,
            stage.Projections is { } projections ? NormBound.Of(projections, input) : null);
    }

    /// <summary>Brings words of smaller rings into those that travel.</summary>
    public void Widen(Span<ulong> words)
    {
        foreach (Segment segment in Decoded)
        {
            foreach (ref ulong word in words[..segment.Length])
                word = (ulong)((long)(word << (64 - segment.RingBits)) >> (64 - segment.RingBits));
            words = words[segment.Length..];
        }
    }

    /// <summary>Adds or subtracts what a seed expands to, in the ring of each segment.</summary>
    public void Expand(ReadOnlySpan<byte> seed, Span<ulong> words, bool negate)
    {
        ulong stream = 0;
        foreach (Segment segment in Segments)
        {
            AdditiveSharing.Expand(seed, segment.RingBits, words[..segment.Length], negate, stream++);
            words = words[segment.Length..];
        }
    }

    /// <summary>Words in as many bits as their rings have, segment after segment.</summary>
    public byte[] Pack(ReadOnlySpan<ulong> words)
    {
        byte[] bytes = new byte[Bytes];
        int at = 0;
        foreach (Segment segment in Segments)
        {
            byte[] part = BitPacking.Pack(words[..segment.Length], segment.RingBits);
            part.CopyTo(bytes, at);
            at += part.Length;
            words = words[segment.Length..];
        }
        return bytes;
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="MalformedUpdateException">It is none.</exception>
    public static ulong[] Unpack(ReadOnlySpan<byte> bytes, IReadOnlyList<Segment> segments)
    {
        ulong[] words = new ulong[segments.Sum(segment => segment.Length)];
        Span<ulong> rest = words;
        foreach (Segment segment in segments)
        {
            int length = Math.Min(bytes.Length, BitPacking.ByteLength(segment.Length, segment.RingBits));
            BitPacking.Unpack(bytes[..length], segment.RingBits, rest[..segment.Length]);
            bytes = bytes[length..];
            rest = rest[segment.Length..];
        }
        return bytes.IsEmpty
            ? words
            : throw new MalformedUpdateException($"The words of an update end {bytes.Length} bytes before its tensor does.");
    }
}
