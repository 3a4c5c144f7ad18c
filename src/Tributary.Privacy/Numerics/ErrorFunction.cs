namespace Tributary.Privacy;

/// <summary>The complementary error function and its scaled form, to a few units in the last place.</summary>
/// <remarks>Cody: Rational Chebyshev approximations for the error function, Mathematics of Computation 23, 1969.</remarks>
internal static class ErrorFunction
{
    private const double InverseRootPi = 0.56418958354775628695;

    private static readonly double[] _a =
        [3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02, 3.20937758913846947e03, 1.85777706184603153e-1];

    private static readonly double[] _b =
        [2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03];

    private static readonly double[] _c =
    [
        5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e01, 2.98635138197400131e02, 8.81952221241769090e02,
        1.71204761263407058e03, 2.05107837782607147e03, 1.23033935479799725e03, 2.15311535474403846e-8,
    ];

    private static readonly double[] _d =
    [
        1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02, 1.62138957456669019e03, 3.29079923573345963e03,
        4.36261909014324716e03, 3.43936767414372164e03, 1.23033935480374942e03,
    ];

    private static readonly double[] _p =
    [
        3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4,
        1.63153871373020978e-2,
    ];

    private static readonly double[] _q =
        [2.56852019228982242e00, 1.87295284992346725e00, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];

    /// <summary>erfc(x), with full relative precision for positive <paramref name="x"/>.</summary>
    public static double Complement(double x)
    {
        double size = Math.Abs(x);
        if (size <= 0.46875) return 1 - Small(x);
        double upper = ScaledBeyond(size) * ExponentialOfSquare(size);
        return x > 0 ? upper : 2 - upper;
    }

    /// <summary>erfc(-x) and erfc(x) at the price of one.</summary>
    public static (double OfMinus, double Of) Both(double x)
    {
        if (Math.Abs(x) <= 0.46875)
        {
            double small = Small(x);
            return (1 + small, 1 - small);
        }
        double upper = Complement(Math.Abs(x));
        return x > 0 ? (2 - upper, upper) : (upper, 2 - upper);
    }

    /// <summary>exp(x^2) erfc(x) for x of at least zero, which falls like 1 / x where erfc itself would vanish.</summary>
    public static double ScaledComplement(double x) => x <= 0.46875 ? (1 - Small(x)) * Math.Exp(x * x) : ScaledBeyond(x);

    private static double Small(double x)
    {
        double square = x * x, above = _a[4] * square, below = square;
        for (int i = 0; i < 3; i++)
        {
            above = (above + _a[i]) * square;
            below = (below + _b[i]) * square;
        }
        return x * (above + _a[3]) / (below + _b[3]);
    }

    private static double ScaledBeyond(double x)
    {
        if (x <= 4)
        {
            double above = _c[8] * x, below = x;
            for (int i = 0; i < 7; i++)
            {
                above = (above + _c[i]) * x;
                below = (below + _d[i]) * x;
            }
            return (above + _c[7]) / (below + _d[7]);
        }
        double inverse = 1 / (x * x), over = _p[5] * inverse, under = inverse;
        for (int i = 0; i < 4; i++)
        {
            over = (over + _p[i]) * inverse;
            under = (under + _q[i]) * inverse;
        }
        return (InverseRootPi - inverse * (over + _p[4]) / (under + _q[4])) / x;
    }

    /// <summary>exp(-x^2) in two factors, as the square itself is rounded.</summary>
    private static double ExponentialOfSquare(double x)
    {
        double coarse = Math.Truncate(x * 16) / 16;
        return Math.Exp(-coarse * coarse) * Math.Exp(-(x - coarse) * (x + coarse));
    }
}
