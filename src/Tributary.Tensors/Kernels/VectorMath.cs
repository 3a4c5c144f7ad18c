using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Elementary functions of 16 floats from exactly rounded arithmetic only: the same bits on every machine.</summary>
/// <remarks>Polynomials after S. L. Moshier's Cephes library (netlib.org/cephes). NaN gives NaN.</remarks>
internal static class VectorMath
{
    // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer, which then stands in the low bits.
    private const float Rounding = 12582912f;

    /// <summary>e^x with a relative error below 1.5e-7; zero below -86.99, infinity above 88.73.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Clamp(x, Vector512.Create(-87.3f), Vector512.Create(89f));
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504088896341f), Vector512.Create(Rounding));
        Vector512<float> n = shifted - Vector512.Create(Rounding);
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        Vector512<float> p = Vector512.Create(1.9875691500e-4f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r) + Vector512<float>.One;
        // 2^n as 2 * 2^(n-1): n reaches 128, whose power is not a float.
        Vector512<int> exponent = shifted.AsInt32() - Vector512.Create(BitConverter.SingleToInt32Bits(Rounding) - 126);
        return (p + p) * Vector512.ShiftLeft(exponent, 23).AsSingle();
    }

    /// <summary>The natural logarithm of positive normal numbers, with an error below 1.2e-7 of the larger of one and its size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        // x = m * 2^e with m in [sqrt(1/2), sqrt(2))
        const int SqrtHalf = 0x3F3504F3;
        Vector512<int> bits = x.AsInt32() - Vector512.Create(SqrtHalf);
        Vector512<float> e = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits, 23));
        Vector512<float> m = ((bits & Vector512.Create(0x7FFFFF)) + Vector512.Create(SqrtHalf)).AsSingle() - Vector512<float>.One;
        Vector512<float> p = Vector512.Create(7.0376836292e-2f);
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-1.1514610310e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(1.1676998740e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-1.2420140846e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(1.4249322787e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-1.6668057665e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(2.0000714765e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-2.4999993993e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(3.3333331174e-1f));
        Vector512<float> square = m * m;
        Vector512<float> y = Vector512.FusedMultiplyAdd(e, Vector512.Create(-2.12194440e-4f), p * m * square);
        y = Vector512.FusedMultiplyAdd(square, Vector512.Create(-0.5f), y) + m;
        return Vector512.FusedMultiplyAdd(e, Vector512.Create(0.693359375f), y);
    }

    /// <summary>log(1 + x) for x from 0 to 1, with a relative error below 3e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogOnePlus(Vector512<float> x)
    {
        // The rounding of 1 + x is made up for by the factor x / ((1 + x) - 1) (Goldberg, ACM Computing Surveys 23(1), 1991, theorem 4).
        Vector512<float> sum = Vector512<float>.One + x, rounded = sum - Vector512<float>.One;
        return Vector512.ConditionalSelect(Vector512.Equals(rounded, Vector512<float>.Zero), x, Log(sum) * (x / rounded));
    }

    /// <summary>The logistic function 1 / (1 + e^-x) with a relative error below 3e-7 above -86.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Exp(-x));

    /// <summary>The hyperbolic tangent with a relative error below 3e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> square = x * x, p = Vector512.Create(-5.70498872745e-3f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(2.06390887954e-2f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-5.37397155531e-2f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(1.33314422036e-1f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-3.33332819422e-1f));
        Vector512<float> small = Vector512.FusedMultiplyAdd(p * square, x, x);
        Vector512<float> large = Vector512<float>.One - Vector512.Create(2f) / (Exp(x + x) + Vector512<float>.One);
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(0.625f)), small, large);
    }

    /// <summary>Sine and cosine of angles up to 8,192 in size, with an error below 1.5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sin, Vector512<float> Cos) SinCos(Vector512<float> x)
    {
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(0.636619772367581f), Vector512.Create(Rounding));
        Vector512<float> n = shifted - Vector512.Create(Rounding);
        // x - n pi/2 with pi/2 in three parts (Cody and Waite), the first two short enough for exact products
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-1.5703125f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-4.837512969970703125e-4f), r);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-7.549789948768648e-8f), r);
        Vector512<float> square = r * r;
        Vector512<float> s = Vector512.Create(-1.9515295891e-4f);
        s = Vector512.FusedMultiplyAdd(s, square, Vector512.Create(8.3321608736e-3f));
        s = Vector512.FusedMultiplyAdd(s, square, Vector512.Create(-1.6666654611e-1f));
        s = Vector512.FusedMultiplyAdd(s * square, r, r);
        Vector512<float> c = Vector512.Create(2.443315711809948e-5f);
        c = Vector512.FusedMultiplyAdd(c, square, Vector512.Create(-1.388731625493765e-3f));
        c = Vector512.FusedMultiplyAdd(c, square, Vector512.Create(4.166664568298827e-2f));
        Vector512<float> parabola = Vector512.FusedMultiplyAdd(square, Vector512.Create(-0.5f), Vector512<float>.One);
        c = Vector512.FusedMultiplyAdd(c, square * square, parabola);
        Vector512<int> quadrant = shifted.AsInt32();
        Vector512<float> odd = Vector512.Equals(quadrant & Vector512<int>.One, Vector512<int>.One).AsSingle();
        Vector512<int> sinSign = Vector512.ShiftLeft(quadrant & Vector512.Create(2), 30);
        Vector512<int> cosSign = Vector512.ShiftLeft((quadrant + Vector512<int>.One) & Vector512.Create(2), 30);
        Vector512<float> sin = Vector512.ConditionalSelect(odd, c, s), cos = Vector512.ConditionalSelect(odd, s, c);
        return ((sin.AsInt32() ^ sinSign).AsSingle(), (cos.AsInt32() ^ cosSign).AsSingle());
    }

    // Comparisons rather than Min and Max: NaN must pass, and on x86 the plain instructions would replace it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Clamp(Vector512<float> x, Vector512<float> low, Vector512<float> high)
    {
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, low), low, x);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, high), high, x);
    }
}
