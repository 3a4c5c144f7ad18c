namespace Tributary.Tensors.Tests;

public sealed class Int8BlocksTests
{
    private static (sbyte[] Codes, float[] Scales, float[] Decoded) RoundTrip(ReadOnlySpan<float> values)
    {
        var coded = (Codes: new sbyte[values.Length], Scales: new float[Int8Blocks.Count(values.Length)], Decoded: new float[values.Length]);
        Int8Blocks.Encode(values, coded.Codes, coded.Scales);
        Int8Blocks.Decode(coded.Codes, coded.Scales, 0, coded.Decoded);
        return coded;
    }

    private static float[] Normal(int count, float size = 1)
    {
        float[] values = new float[count];
        new RandomStream(8).FillNormal(values);
        foreach (ref float value in values.AsSpan()) value *= size;
        return values;
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Codes_are_those_of_one_value_after_another(int count)
    {
        float[] values = Normal(count);
        (sbyte[] codes, float[] scales, float[] decoded) = RoundTrip(values);
        for (int i = 0; i < count; i++)
        {
            float scale = values.Skip(i / 64 * 64).Take(64).Max(MathF.Abs) / 127;
            Assert.Equal(scale, scales[i / 64]);
            Assert.Equal((sbyte)MathF.Round(values[i] / scale, MidpointRounding.ToEven), codes[i]);
            Assert.Equal(codes[i] * scale, decoded[i]);
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-30f)]
    [InlineData(1e-37f)] // a scale below the smallest normal number
    [InlineData(1e-42f)]
    [InlineData(3e37f)]
    public void The_error_is_at_most_half_a_scale(float size)
    {
        float[] values = Normal(64 * 50 + 17, size);
        (_, float[] scales, float[] decoded) = RoundTrip(values);
        for (int i = 0; i < values.Length; i++)
        {
            double bound = 0.5 * scales[i / 64] * (1 + 1 / 32768.0);
            Assert.True(Math.Abs((double)values[i] - decoded[i]) <= bound, $"{values[i]} became {decoded[i]} at scale {scales[i / 64]}.");
        }
    }

    [Fact]
    public void Every_largest_magnitude_keeps_the_bound_and_stays_finite()
    {
        var random = new RandomStream(12);
        float[] values = new float[64];
        for (int trial = 0; trial < 20_000; trial++)
        {
            float largest = trial switch
            {
                0 => float.MaxValue,
                1 => float.Epsilon,
                _ => BitConverter.UInt32BitsToSingle(random.NextUInt32() % 0x7F800000),
            };
            for (int i = 0; i < 64; i++) values[i] = largest * (2 * random.NextSingle() - 1);
            values[trial % 64] = trial % 2 == 0 ? largest : -largest;
            (_, float[] scales, float[] decoded) = RoundTrip(values);
            for (int i = 0; i < 64; i++)
                if (!(Math.Abs((double)values[i] - decoded[i]) <= 0.5 * scales[0] * (1 + 1 / 32768.0)))
                    Assert.Fail($"{values[i]:R} became {decoded[i]:R} beside {largest:R}.");
        }
    }

    [Fact]
    public void Halves_go_to_the_even_code()
    {
        float[] values = [127, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 126.5f];
        Assert.Equal([127, 0, 2, 2, 0, -2, -2, 126], RoundTrip(values).Codes);
    }

    [Fact]
    public void A_block_of_zeros_has_scale_zero_and_stays_zero()
    {
        float[] values = [.. new float[64], .. Normal(64), .. new float[3]];
        values[5] = -0f;
        (_, float[] scales, float[] decoded) = RoundTrip(values);
        Assert.Equal([0f, scales[1], 0f], scales);
        Assert.All(decoded[..64].Concat(decoded[128..]), value => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(value)));
    }

    [Theory]
    [InlineData(float.NaN, 3)]
    [InlineData(float.PositiveInfinity, 64)]
    [InlineData(float.NegativeInfinity, 130)]
    public void Numbers_that_are_not_finite_are_refused_by_their_place(float value, int place)
    {
        float[] values = Normal(131);
        values[place] = value;
        var refused = Assert.Throws<TensorException>(() => RoundTrip(values));
        Assert.Contains($"Element {place} is {value}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decodes_from_any_place_on()
    {
        float[] values = Normal(300);
        (sbyte[] codes, float[] scales, float[] decoded) = RoundTrip(values);
        for (int start = 0; start < 300; start += 7)
            for (int length = 0; start + length <= 300; length += 13)
            {
                float[] part = new float[length];
                Int8Blocks.Decode(codes, scales, start, part);
                Assert.Equal(decoded[start..(start + length)], part);
            }
    }
}
