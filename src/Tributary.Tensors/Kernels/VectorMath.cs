using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Elementary functions of eight floats from exactly rounded arithmetic only: the same bits on every machine.</summary>
/// <remarks>Polynomials after S. L. Moshier's Cephes library (netlib.org/cephes). NaN gives NaN.</remarks>
internal static class VectorMath
{
    // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer, which then stands in the low bits.
    private const float Rounding = 12582912f;

    /// <summary>e^x with a relative error below 1.5e-7; zero below -86.99, infinity above 88.73.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        x = Clamp(x, Vector256.Create(-87.3f), Vector256.Create(89f));
        Vector256<float> shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(1.44269504088896341f), Vector256.Create(Rounding));
        Vector256<float> n = shifted - Vector256.Create(Rounding);
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), r);
        Vector256<float> p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        // 2^n as 2 * 2^(n-1): n reaches 128, whose power is not a float.
        Vector256<int> exponent = shifted.AsInt32() - Vector256.Create(BitConverter.SingleToInt32Bits(Rounding) - 126);
        return (p + p) * Vector256.ShiftLeft(exponent, 23).AsSingle();
    }

    /// <summary>The natural logarithm of positive normal numbers, with an error below 1.2e-7 of the larger of one and its size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        // x = m * 2^e with m in [sqrt(1/2), sqrt(2))
        const int SqrtHalf = 0x3F3504F3;
        Vector256<int> bits = x.AsInt32() - Vector256.Create(SqrtHalf);
        Vector256<float> e = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(bits, 23));
        Vector256<float> m = ((bits & Vector256.Create(0x7FFFFF)) + Vector256.Create(SqrtHalf)).AsSingle() - Vector256<float>.One;
        Vector256<float> p = Vector256.Create(7.0376836292e-2f);
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-1.1514610310e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(1.1676998740e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-1.2420140846e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(1.4249322787e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-1.6668057665e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(2.0000714765e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-2.4999993993e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(3.3333331174e-1f));
        Vector256<float> square = m * m;
        Vector256<float> y = Vector256.FusedMultiplyAdd(e, Vector256.Create(-2.12194440e-4f), p * m * square);
        y = Vector256.FusedMultiplyAdd(square, Vector256.Create(-0.5f), y) + m;
        return Vector256.FusedMultiplyAdd(e, Vector256.Create(0.693359375f), y);
    }

    /// <summary>log(1 + x) for x from 0 to 1, with a relative error below 3e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogOnePlus(Vector256<float> x)
    {
        // The rounding of 1 + x is made up for by the factor x / ((1 + x) - 1) (Goldberg, ACM Computing Surveys 23(1), 1991, theorem 4).
        Vector256<float> sum = Vector256<float>.One + x, rounded = sum - Vector256<float>.One;
        return Vector256.ConditionalSelect(Vector256.Equals(rounded, Vector256<float>.Zero), x, Log(sum) * (x / rounded));
    }

    /// <summary>The logistic function 1 / (1 + e^-x) with a relative error below 3e-7 above -86.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => Vector256<float>.One / (Vector256<float>.One + Exp(-x));

    /// <summary>The hyperbolic tangent with a relative error below 3e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> square = x * x, p = Vector256.Create(-5.70498872745e-3f);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.06390887954e-2f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-5.37397155531e-2f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.33314422036e-1f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-3.33332819422e-1f));
        Vector256<float> small = Vector256.FusedMultiplyAdd(p * square, x, x);
        Vector256<float> large = Vector256<float>.One - Vector256.Create(2f) / (Exp(x + x) + Vector256<float>.One);
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(0.625f)), small, large);
    }

    /// <summary>Sine and cosine of angles up to 8,192 in size, with an error below 1.5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Sin, Vector256<float> Cos) SinCos(Vector256<float> x)
    {
        Vector256<float> shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(0.636619772367581f), Vector256.Create(Rounding));
        Vector256<float> n = shifted - Vector256.Create(Rounding);
        // x - n pi/2 with pi/2 in three parts (Cody and Waite), the first two short enough for exact products
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-1.5703125f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-4.837512969970703125e-4f), r);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-7.549789948768648e-8f), r);
        Vector256<float> square = r * r;
        Vector256<float> s = Vector256.Create(-1.9515295891e-4f);
        s = Vector256.FusedMultiplyAdd(s, square, Vector256.Create(8.3321608736e-3f));
        s = Vector256.FusedMultiplyAdd(s, square, Vector256.Create(-1.6666654611e-1f));
        s = Vector256.FusedMultiplyAdd(s * square, r, r);
        Vector256<float> c = Vector256.Create(2.443315711809948e-5f);
        c = Vector256.FusedMultiplyAdd(c, square, Vector256.Create(-1.388731625493765e-3f));
        c = Vector256.FusedMultiplyAdd(c, square, Vector256.Create(4.166664568298827e-2f));
        Vector256<float> parabola = Vector256.FusedMultiplyAdd(square, Vector256.Create(-0.5f), Vector256<float>.One);
        c = Vector256.FusedMultiplyAdd(c, square * square, parabola);
        Vector256<int> quadrant = shifted.AsInt32();
        Vector256<float> odd = Vector256.Equals(quadrant & Vector256<int>.One, Vector256<int>.One).AsSingle();
        Vector256<int> sinSign = Vector256.ShiftLeft(quadrant & Vector256.Create(2), 30);
        Vector256<int> cosSign = Vector256.ShiftLeft((quadrant + Vector256<int>.One) & Vector256.Create(2), 30);
        Vector256<float> sin = Vector256.ConditionalSelect(odd, c, s), cos = Vector256.ConditionalSelect(odd, s, c);
        return ((sin.AsInt32() ^ sinSign).AsSingle(), (cos.AsInt32() ^ cosSign).AsSingle());
    }

    // Comparisons rather than Min and Max: NaN must pass, and on x86 the plain instructions would replace it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clamp(Vector256<float> x, Vector256<float> low, Vector256<float> high)
    {
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, low), low, x);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, high), high, x);
    }
}
