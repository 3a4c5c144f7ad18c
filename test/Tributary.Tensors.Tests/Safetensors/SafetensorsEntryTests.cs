namespace Tributary.Tensors.Tests;

public sealed class SafetensorsEntryTests
{
    private static float[] Convert(SafetensorsEntry entry)
    {
        float[] values = new float[entry.Count];
        entry.CopyTo(values);
        return values;
    }

    [Fact]
    public void A_tensor_over_numbers_sees_them_in_place()
    {
        float[] values = [1, 2, 3, 4, 5];
        SafetensorsEntry entry = SafetensorsEntry.Over("part", values.AsMemory(1, 3), 3);
        values[2] = 7;
        Assert.Equal([2f, 7f, 4f], entry.Values<float>());
        using System.Buffers.MemoryHandle handle = entry.Data.Pin();
        Assert.Throws<SafetensorsException>(() => SafetensorsEntry.Over("part", values.AsMemory(), 4));
    }

    [Fact]
    public void Widens_halves_and_brain_floats_exactly()
    {
        Assert.Equal([0.5f, -65504f, 5.9604645e-8f], Convert(SafetensorsEntry.Of<Half>("a", [(Half)0.5f, Half.MinValue, Half.Epsilon], 3)));
        Assert.Equal([1f, -3.140625f], Convert(new SafetensorsEntry("a", SafetensorsDType.BF16, [2], new byte[] { 0x80, 0x3F, 0x49, 0xC0 })));
    }

    [Fact]
    public void Rounds_doubles_to_the_nearest_float()
    {
        Assert.Equal([3.1415927f, 0f, float.PositiveInfinity], Convert(SafetensorsEntry.Of<double>("a", [Math.PI, 1e-60, double.PositiveInfinity], 3)));
        Assert.Throws<SafetensorsException>(() => Convert(SafetensorsEntry.Of<double>("a", [1e39], 1)));
    }

    [Fact]
    public void Converts_integers_that_floats_can_hold()
    {
        Assert.Equal([0f, 1f], Convert(new SafetensorsEntry("a", SafetensorsDType.Bool, [2], new byte[] { 0, 1 })));
        Assert.Equal([-128f, 127f], Convert(SafetensorsEntry.Of<sbyte>("a", [-128, 127], 2)));
        Assert.Equal([16777216f, -16777216f, -2147483648f], Convert(SafetensorsEntry.Of<int>("a", [1 << 24, -(1 << 24), int.MinValue], 3)));
        Assert.Equal([1.8446743e19f, 4294967040f], Convert(SafetensorsEntry.Of<ulong>("a", [0xFFFFFF0000000000, 0xFFFFFF00], 2)));
        Assert.Equal([-9.223372e18f], Convert(SafetensorsEntry.Of<long>("a", [long.MinValue], 1)));
    }

    [Theory]
    [InlineData((1L << 24) + 1)]
    [InlineData(-(1L << 24) - 1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue + 1)]
    public void Refuses_integers_that_floats_cannot_hold(long value)
    {
        var refusal = Assert.Throws<SafetensorsException>(() => Convert(SafetensorsEntry.Of<long>("counts", [0, value], 2)));
        Assert.Contains("Element 1 of tensor 'counts'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_type_that_was_not_stored() =>
        Assert.Throws<SafetensorsException>(() => SafetensorsEntry.Of<byte>("a", [1, 2], 2).Values<ushort>().Length);

    [Fact]
    public void Refuses_bytes_that_do_not_fit_the_shape()
    {
        Assert.Throws<SafetensorsException>(() => SafetensorsEntry.Of<float>("a", [1, 2], 3));
        Assert.Throws<SafetensorsException>(() => SafetensorsEntry.Of<float>("a", [], -1));
        Assert.Throws<SafetensorsException>(() => SafetensorsEntry.Of<float>("__metadata__", [1], 1));
    }

    [Fact]
    public void Refuses_parameters_that_are_not_the_models()
    {
        var layout = new ParameterLayout([("a", [2], true), ("b", [1], true)]);
        Assert.Contains("'b' is not in the body", Refusal(SafetensorsEntry.Of<float>("a", [1, 2], 2)), StringComparison.Ordinal);
        Assert.Contains("shape (2, 1)", Refusal(SafetensorsEntry.Of<float>("a", [1, 2], 2, 1), SafetensorsEntry.Of<float>("b", [1], 1)), StringComparison.Ordinal);
        Assert.Contains("'c'", Refusal(SafetensorsEntry.Of<float>("c", [1], 1)), StringComparison.Ordinal);

        string Refusal(params SafetensorsEntry[] entries)
        {
            using var stream = new MemoryStream();
            SafetensorsWriter.Write(stream, entries);
            SafetensorsFile file = SafetensorsReader.Read(stream.ToArray());
            return Assert.Throws<SafetensorsException>(() => file.ToParameters(layout)).Message;
        }
    }

    [Fact]
    public void Refuses_an_empty_tensor_as_a_parameter()
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [SafetensorsEntry.Of<float>("none", [], 0)]);
        SafetensorsFile file = SafetensorsReader.Read(stream.ToArray());
        Assert.Contains("'none'", Assert.Throws<SafetensorsException>(file.ToParameters).Message, StringComparison.Ordinal);
    }
}
