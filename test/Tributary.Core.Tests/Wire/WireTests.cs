using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class WireTests
{
    private static readonly UpdateSpec _real = UpdateSpec.For([new Segment("weight", 5), new Segment("bias", 2)], 1, 3, Weighting.Examples, Sees.Sum);

    [Fact]
    public void Floats_keep_their_bits_and_a_tensor_may_be_called_weight()
    {
        float[] values = [1, -0.0f, float.NaN, float.Epsilon, float.MaxValue, 3, 4, 5, 0.5f];
        var read = (RealPayload)PayloadReader.Read(PayloadWriter.Write(new RealPayload(_real.Segments, [.. values])), _real);
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), read.Edit().Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Floats_are_read_where_they_lie_and_changed_in_a_copy()
    {
        ReadOnlyMemory<byte> body = PayloadWriter.Write(new RealPayload(_real.Segments, [1, 2, 3, 4, 5, 6, 7, 8, 0.5f]));
        byte[] before = body.ToArray();
        var read = (RealPayload)PayloadReader.Read(body, _real);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.AsBytes(read.Values).Overlaps(body.Span));
        Assert.Equal(9, read.Length);
        Assert.Equal(before, PayloadWriter.Write(read).ToArray());
        read.Edit()[0] = 17;
        read.Edit()[1]++;
        Assert.Equal([17, 3, 3], read.Values[..3].ToArray());
        Assert.Equal(before, body.ToArray());
    }

    [Fact]
    public void Tensors_may_lie_in_any_order_in_the_body_of_another_writer()
    {
        float[] values = [1, 2, 3, 4, 5, 6, 7, 8, 0.5f];
        SafetensorsEntry[] entries = [.. SafetensorsReader.Read(PayloadWriter.Write(new RealPayload(_real.Segments, values))).Entries];
        (entries[0], entries[1]) = (entries[1], entries[0]);
        var read = (RealPayload)PayloadReader.Read(Body(entries), _real);
        Assert.Equal(values, read.Values.ToArray());
    }

    [Fact]
    public void Every_width_of_words_is_packed_without_gaps_and_read_back()
    {
        var random = new RandomStream(17);
        for (int bits = 2; bits <= 64; bits++)
        {
            int length = 1 + random.NextInt(40);
            UpdateSpec spec = _real with { Kind = PayloadKind.Ring, Segments = [new Segment("tensor", length) { RingBits = bits }, new Segment("weight", 1, SegmentRole.Weight)] };
            ulong[] words = [.. Enumerable.Range(0, length + 1).Select(_ => random.NextUInt64())];
            ReadOnlyMemory<byte> body = PayloadWriter.Write(new RingPayload(spec.Segments, [.. words]));
            Assert.Equal((length * bits + 7) / 8, SafetensorsReader.Read(body)["tensor"].Data.Length);
            ulong[] read = ((RingPayload)PayloadReader.Read(body, spec)).Words;
            Assert.Equal([.. words[..^1].Select(word => word & (ulong.MaxValue >> (64 - bits))), words[^1]], read);
        }
    }

    [Fact]
    public void Words_lie_lowest_bit_first()
    {
        UpdateSpec spec = _real with { Kind = PayloadKind.Ring, Segments = [new Segment("tensor", 3) { RingBits = 5 }, new Segment("weight", 1, SegmentRole.Weight)] };
        ReadOnlyMemory<byte> body = PayloadWriter.Write(new RingPayload(spec.Segments, [0b00001, 0b10010, 0b11111, 7]));
        Assert.Equal([0b010_00001, 0b0_11111_10], SafetensorsReader.Read(body)["tensor"].Data.ToArray());
        Assert.Equal([7, 0, 0, 0, 0, 0, 0, 0], SafetensorsReader.Read(body)["update/weight"].Data.ToArray());
    }

    [Fact]
    public void Refuses_bits_that_belong_to_no_word()
    {
        UpdateSpec spec = _real with { Kind = PayloadKind.Ring, Segments = [new Segment("tensor", 3) { RingBits = 5 }, new Segment("weight", 1, SegmentRole.Weight)] };
        SafetensorsEntry weight = SafetensorsEntry.Of<byte>("update/weight", new byte[8], 8);
        PayloadReader.Read(Body(SafetensorsEntry.Of<byte>("tensor", [255, 127], 2), weight), spec);
        Refuses(spec, SafetensorsEntry.Of<byte>("tensor", [255, 255], 2), weight);
        Refuses(spec, SafetensorsEntry.Of<byte>("tensor", [255, 127, 0], 3), weight);
        Refuses(spec, SafetensorsEntry.Of<byte>("tensor", [255], 1), weight);
    }

    [Fact]
    public void Refuses_what_the_round_did_not_ask_for()
    {
        SafetensorsEntry[] good =
        [
            SafetensorsEntry.Of<float>("weight", new float[5], 5), SafetensorsEntry.Of<float>("bias", new float[2], 2),
            SafetensorsEntry.Of<float>("update/metrics", new float[1], 1), SafetensorsEntry.Of<float>("update/weight", new float[1], 1),
        ];
        PayloadReader.Read(Body(good), _real);
        Refuses(_real, good[..3]);
        Refuses(_real, [.. good, SafetensorsEntry.Of<float>("more", new float[1], 1)]);
        Refuses(_real, [.. good[..3], SafetensorsEntry.Of<float>("other", new float[1], 1)]);
        Refuses(_real, [SafetensorsEntry.Of<float>("weight", new float[4], 4), .. good[1..]]);
        Refuses(_real, [SafetensorsEntry.Of<double>("weight", new double[5], 5), .. good[1..]]);
        Refuses(_real, [SafetensorsEntry.Of<uint>("weight", new uint[5], 5), .. good[1..]]);
        Refuses(_real with { Kind = PayloadKind.Ring }, good);
    }

    [Fact]
    public void Refuses_a_body_longer_than_any_update_before_reading_it()
    {
        byte[] body = new byte[PayloadReader.LongestBody(_real) + 1];
        Assert.Contains("at most", Assert.Throws<MalformedUpdateException>(() => PayloadReader.Read(body, _real)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_noise()
    {
        var random = new RandomStream(23);
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] body = new byte[random.NextInt(200)];
            foreach (ref byte value in body.AsSpan()) value = (byte)random.NextUInt32();
            Assert.Throws<MalformedUpdateException>(() => PayloadReader.Read(body, _real));
        }
    }

    private static ReadOnlyMemory<byte> Body(params SafetensorsEntry[] tensors) => PayloadWriter.Write(new OpaquePayload(tensors));

    private static void Refuses(UpdateSpec spec, params SafetensorsEntry[] tensors) =>
        Assert.Throws<MalformedUpdateException>(() => PayloadReader.Read(Body(tensors), spec));
}
