using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class RingPayloadTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(13)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    public void Words_are_signed_whatever_stands_above_their_bits(int bits)
    {
        Segment[] segments = [new("tensor", 21) { RingBits = bits, Step = 3 }, new("weight", 1, SegmentRole.Weight)];
        var random = new RandomStream((ulong)bits);
        long[] numbers = [.. Enumerable.Range(0, 21).Select(_ => (long)random.NextUInt64() >> (64 - bits) >> (bits == 64 ? 3 : 0))];
        ulong[] words = [.. numbers.Select(number => bits == 64 ? (ulong)number : (ulong)number ^ (random.NextUInt64() << bits)), FixedPoint.One];
        long[] sum = new long[22];
        var payload = new RingPayload(segments, words);
        payload.AccumulateInto(sum);
        Assert.Equal([.. numbers.Select(number => unchecked(3 * number)), FixedPoint.One], sum);
        Assert.Equal(FixedPoint.One, payload.Weight);
    }

    [Theory]
    [InlineData(1L << 50, true)]
    [InlineData((1L << 50) - 1, true)]
    [InlineData(1L << 58, false)]
    [InlineData(-(1L << 58), false)]
    [InlineData(long.MinValue, false)]
    public void A_number_too_large_to_be_summed_is_out_of_range(long word, bool fits)
    {
        Segment[] segments = [new("tensor", 2) { Step = 16 }, new("weight", 1, SegmentRole.Weight)];
        Assert.Equal(fits, new RingPayload(segments, [0, (ulong)word, 1]).IsInRange(4));
    }
}
