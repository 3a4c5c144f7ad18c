using System.Numerics;

namespace Tributary.Security.Tests;

/// <summary>The fields of Prio3, beside exact integers.</summary>
public sealed class FieldTests
{
    [Fact]
    public void Arithmetic_modulo_2_to_the_64_less_2_to_the_32_plus_1_is_exact() =>
        Check<Field64>((BigInteger.One << 64) - (BigInteger.One << 32) + 1);

    [Fact]
    public void Arithmetic_modulo_2_to_the_128_less_7_times_2_to_the_66_plus_1_is_exact() =>
        Check<Field128>((BigInteger.One << 128) - 7 * (BigInteger.One << 66) + 1);

    [Fact]
    public void Weights_evaluate_what_doubling_interpolates()
    {
        Field64[] values = [.. Enumerable.Range(3, 8).Select(i => Field64.From((ulong)(i * i * 977)))];
        Field64[] doubled = FieldMath.Double<Field64>(values), roots = FieldMath.Roots<Field64>(16);
        for (int i = 0; i < 16; i++)
            Assert.Equal(doubled[i], FieldMath.Dot<Field64>(values, FieldMath.EvaluationWeights(8, roots[i])));
        for (int i = 0; i < 8; i++) Assert.Equal(values[i], doubled[2 * i]);
        Field64 point = Field64.From(123456789);
        Assert.Equal(FieldMath.Dot<Field64>(values, FieldMath.EvaluationWeights(8, point)),
            FieldMath.Dot<Field64>(doubled, FieldMath.EvaluationWeights(16, point)));
    }

    private static void Check<T>(BigInteger modulus) where T : struct, IPrimeField<T>
    {
        BigInteger[] integers =
        [
            0, 1, 2, 0xFFFFFFFF, (BigInteger.One << 32) + 1, modulus - 1, modulus - 2, modulus / 2, (modulus >> 33) - 1,
            modulus - (BigInteger.One << 33), BigInteger.ModPow(3, 1001, modulus), BigInteger.ModPow(5, 2003, modulus),
        ];
        foreach (BigInteger a in integers)
        {
            Assert.Equal((UInt128)a, Element<T>(a).ToInteger());
            if (a != 0) Assert.Equal(T.From(1), Element<T>(a) * Element<T>(a).Invert());
            foreach (BigInteger b in integers)
            {
                Assert.Equal((UInt128)((a + b) % modulus), (Element<T>(a) + Element<T>(b)).ToInteger());
                Assert.Equal((UInt128)((a - b + modulus) % modulus), (Element<T>(a) - Element<T>(b)).ToInteger());
                Assert.Equal((UInt128)(a * b % modulus), (Element<T>(a) * Element<T>(b)).ToInteger());
            }
        }
        byte[] bytes = new byte[T.Size];
        modulus.TryWriteBytes(bytes, out _, isUnsigned: true);
        Assert.Null(T.Read(bytes));
        T half = FieldMath.Power(T.Generator, UInt128.One << (T.OrderBits - 1));
        Assert.Equal((UInt128)(modulus - 1), half.ToInteger());
    }

    private static T Element<T>(BigInteger value) where T : struct, IPrimeField<T>
    {
        byte[] bytes = new byte[T.Size];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return T.Read(bytes)!.Value;
    }
}
