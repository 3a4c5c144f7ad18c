namespace Tributary.Security;

/// <summary>Polynomials over a prime field, lowest coefficient first, of the size of a committee.</summary>
internal static class FieldPolynomial
{
    /// <summary>The degree; -1 for zero.</summary>
    public static int Degree(ulong[] polynomial) => Array.FindLastIndex(polynomial, coefficient => coefficient != 0);

    /// <summary>The value at a point.</summary>
    public static ulong Evaluate(Modulus field, ulong[] polynomial, ulong point)
    {
        ulong value = 0;
        for (int i = polynomial.Length - 1; i >= 0; i--) value = field.Add(field.Multiply(value, point), polynomial[i]);
        return value;
    }

    /// <summary>A difference.</summary>
    public static ulong[] Subtract(Modulus field, ulong[] a, ulong[] b)
    {
        ulong[] difference = new ulong[Math.Max(a.Length, b.Length)];
        a.CopyTo(difference, 0);
        for (int i = 0; i < b.Length; i++) difference[i] = field.Subtract(difference[i], b[i]);
        return difference;
    }

    /// <summary>A product.</summary>
    public static ulong[] Multiply(Modulus field, ulong[] a, ulong[] b)
    {
        ulong[] product = new ulong[Math.Max(1, a.Length + b.Length - 1)];
        for (int i = 0; i < a.Length; i++)
            for (int j = 0; j < b.Length; j++)
                product[i + j] = field.Add(product[i + j], field.Multiply(a[i], b[j]));
        return product;
    }

    /// <summary>Quotient and remainder; the divisor is not zero.</summary>
    public static (ulong[] Quotient, ulong[] Remainder) Divide(Modulus field, ulong[] dividend, ulong[] divisor)
    {
        int degree = Degree(divisor);
        ulong inverse = field.Invert(divisor[degree]);
        ulong[] remainder = [.. dividend], quotient = new ulong[Math.Max(1, dividend.Length - degree)];
        for (int i = Degree(remainder) - degree; i >= 0; i--)
        {
            quotient[i] = field.Multiply(remainder[i + degree], inverse);
            for (int j = 0; j <= degree; j++)
                remainder[i + j] = field.Subtract(remainder[i + j], field.Multiply(quotient[i], divisor[j]));
        }
        return (quotient, remainder);
    }

    /// <summary>The product of x - root.</summary>
    public static ulong[] FromRoots(Modulus field, IEnumerable<ulong> roots) =>
        roots.Aggregate((ulong[])[1], (product, root) => Multiply(field, product, [field.Subtract(0, root), 1]));

    /// <summary>The polynomial of least degree with these values at different points (Newton).</summary>
    public static ulong[] Interpolate(Modulus field, ulong[] points, ulong[] values)
    {
        ulong[] differences = [.. values];
        for (int order = 1; order < points.Length; order++)
            for (int i = points.Length - 1; i >= order; i--)
                differences[i] = field.Multiply(field.Subtract(differences[i], differences[i - 1]),
                    field.Invert(field.Subtract(points[i], points[i - order])));
        ulong[] polynomial = [0];
        for (int i = points.Length - 1; i >= 0; i--)
        {
            polynomial = Multiply(field, polynomial, [field.Subtract(0, points[i]), 1]);
            polynomial[0] = field.Add(polynomial[0], differences[i]);
        }
        return polynomial;
    }
}
