using System.Globalization;
using Tributary.Tests;

namespace Tributary.Tensors.Tests;

public sealed class Bfloat16Tests
{
    private const string Rounded = """
        import sys, numpy, torch
        bits = numpy.array(sys.stdin.read().split(), dtype=numpy.uint32)
        print(*(torch.from_numpy(bits.view(numpy.float32)).bfloat16().float().numpy().view(numpy.uint32) >> 16))
        """;

    /// <summary>All floats whose upper half and lower half are near where rounding changes, and some at random.</summary>
    private static float[] Floats()
    {
        uint[] lower = [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF];
        var values = new List<float>();
        for (uint upper = 0; upper <= ushort.MaxValue; upper++)
            foreach (uint bits in lower) values.Add(BitConverter.UInt32BitsToSingle(upper << 16 | bits));
        var random = new RandomStream(16);
        for (int i = 0; i < 100_000; i++) values.Add(BitConverter.UInt32BitsToSingle(random.NextUInt32()));
        return [.. values];
    }

    [Fact]
    public void All_numbers_come_back_as_they_were_and_signalling_NaN_becomes_quiet()
    {
        Bfloat16[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => new Bfloat16((ushort)bits))], again = new Bfloat16[all.Length];
        float[] values = new float[all.Length];
        Bfloat16.Decode(all, values);
        Bfloat16.Encode(values, again);
        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(values[i]));
            Assert.Equal(float.IsNaN(values[i]) ? (ushort)(i | 0x40) : (ushort)i, again[i].Bits);
        }
    }

    [Fact]
    public void Every_float_goes_to_the_nearest_number_and_from_the_middle_to_the_even_one()
    {
        float[] values = Floats();
        var rounded = new Bfloat16[values.Length];
        Bfloat16.Encode(values, rounded);
        for (int i = 0; i < values.Length; i++)
            if (rounded[i].Bits != Nearest(values[i]))
                Assert.Fail($"{values[i]:R} became {rounded[i].Bits:X4} and not {Nearest(values[i]):X4}.");
    }

    [Fact]
    public void Single_numbers_and_ends_are_rounded_like_vectors()
    {
        float[] values = Floats()[^200..];
        for (int length = 0; length <= 70; length++)
        {
            var target = new Bfloat16[length];
            Bfloat16.Encode(values.AsSpan(length, length), target);
            float[] back = new float[length];
            Bfloat16.Decode(target, back);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(Bfloat16.Round(values[length + i]), target[i]);
                Assert.Equal(BitConverter.SingleToUInt32Bits(target[i].ToSingle()), BitConverter.SingleToUInt32Bits(back[i]));
            }
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Bfloat16.Encode(values, new Bfloat16[199]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bfloat16.Decode(new Bfloat16[3], new float[2]));
    }

    [Fact]
    public void Rounds_as_PyTorch_does()
    {
        Python.RequireModule("torch", "python3-torch");
        float[] values = [.. Floats().Where((_, i) => i % 7 == 0)];
        var rounded = new Bfloat16[values.Length];
        Bfloat16.Encode(values, rounded);
        string[] theirs = Python.Run(["-c", Rounded], string.Join(' ', values.Select(BitConverter.SingleToUInt32Bits))).Split();
        for (int i = 0; i < values.Length; i++)
        {
            var expected = new Bfloat16(ushort.Parse(theirs[i], CultureInfo.InvariantCulture));
            if (float.IsNaN(values[i])) Assert.True(float.IsNaN(expected.ToSingle()) && float.IsNaN(rounded[i].ToSingle()));
            else Assert.Equal(expected, rounded[i]);
        }
    }

    /// <summary>Chooses between the two neighbours by their distances in double precision; only infinity is a rule of its own.</summary>
    private static ushort Nearest(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        ushort below = (ushort)(bits >> 16), above = (ushort)(below + 1); // in magnitude
        if (float.IsNaN(value)) return (ushort)(below | 0x40);
        if (float.IsInfinity(value)) return below;
        double distanceBelow = Math.Abs(value - Value(below)), distanceAbove = Math.Abs(Value(above) - value);
        if (distanceBelow == distanceAbove) return below % 2 == 0 ? below : above;
        return distanceBelow < distanceAbove ? below : above;
    }

    /// <summary>From sign, exponent and fraction; the number after the largest lies where the format's next power of two would.</summary>
    private static double Value(ushort bits)
    {
        int exponent = bits >> 7 & 0xFF, fraction = bits & 0x7F;
        double magnitude = exponent == 0 ? Math.ScaleB(fraction, -133) : Math.ScaleB(128 + fraction, exponent - 134);
        return bits >> 15 == 0 ? magnitude : -magnitude;
    }
}
