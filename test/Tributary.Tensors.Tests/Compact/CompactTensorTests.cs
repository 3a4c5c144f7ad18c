namespace Tributary.Tensors.Tests;

public sealed class CompactTensorTests
{
    private static float[] Values(int count)
    {
        float[] values = new float[count];
        new RandomStream(3).FillNormal(values);
        return values;
    }

    [Theory]
    [InlineData(CompactFormat.Single, 4 * 5 * 39)]
    [InlineData(CompactFormat.Bfloat16, 2 * 5 * 39)]
    [InlineData(CompactFormat.Int8, 5 * 39 + 4 * 4)]
    public void Takes_as_many_bytes_as_its_form_says_and_decodes_any_part_alike(CompactFormat format, long bytes)
    {
        float[] values = Values(5 * 39), decoded = new float[values.Length + 1];
        var tensor = CompactTensor.Encode([5, 39], values, format);
        Assert.Equal((bytes, format), (tensor.Bytes, tensor.Format));
        tensor.CopyTo(decoded);
        float[] row = new float[39];
        for (int i = 0; i < 5; i++)
        {
            tensor.Decode(i * 39, row);
            Assert.Equal(decoded[(i * 39)..((i + 1) * 39)], row);
        }
        Assert.Equal(0, decoded[^1]);
    }

    [Fact]
    public void Each_form_rounds_as_it_says()
    {
        float[] values = Values(500), single = Decoded(CompactFormat.Single), half = Decoded(CompactFormat.Bfloat16), coarse = Decoded(CompactFormat.Int8);
        float largest = values.Max(MathF.Abs);
        Assert.Equal(values, single);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], half[i], Math.Abs(values[i]) / 256);
            Assert.Equal(values[i], coarse[i], largest / 254 * 1.0001f);
        }
        Assert.NotEqual(values, half);
        Assert.NotEqual(half, coarse);

        float[] Decoded(CompactFormat format)
        {
            float[] decoded = new float[500];
            CompactTensor.Encode([500], values, format).CopyTo(decoded);
            return decoded;
        }
    }

    [Theory]
    [InlineData(CompactFormat.Single)]
    [InlineData(CompactFormat.Bfloat16)]
    [InlineData(CompactFormat.Int8)]
    public void Refuses_what_does_not_fit(CompactFormat format)
    {
        var refused = Assert.Throws<TensorException>(() => CompactTensor.Encode([2, 3], Values(7), format));
        Assert.Contains("expected 6, got 7", refused.Message, StringComparison.Ordinal);
        var tensor = CompactTensor.Encode([2, 3], Values(6), format);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.CopyTo(new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Decode(4, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Decode(-1, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompactTensor.Encode([6], Values(6), (CompactFormat)7));
    }
}
