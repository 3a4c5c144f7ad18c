namespace Tributary.Security;

/// <summary>
/// Finds the errors in values of a polynomial of low degree (Gao, A new algorithm for decoding Reed-Solomon codes, 2003).
/// </summary>
/// <param name="field">The field of points and values.</param>
/// <param name="points">Different points, none zero.</param>
internal sealed class ReedSolomon(Modulus field, ulong[] points)
{
    /// <summary>
    /// Where the values differ from the one polynomial of degree below <paramref name="dimension"/> that most of them lie on; null if
    /// more than half of those beyond the dimension are wrong.
    /// </summary>
    public int[]? FindErrors(ulong[] values, int dimension)
    {
        ulong[] previous = FieldPolynomial.FromRoots(field, points), rest = FieldPolynomial.Interpolate(field, points, values);
        ulong[] previousFactor = [], factor = [1];
        // Euclid's algorithm, stopped half way: rest = factor interpolated + (...) all points.
        while (2 * FieldPolynomial.Degree(rest) >= points.Length + dimension)
        {
            (ulong[] quotient, ulong[] remainder) = FieldPolynomial.Divide(field, previous, rest);
            ulong[] next = FieldPolynomial.Subtract(field, previousFactor, FieldPolynomial.Multiply(field, quotient, factor));
            (previous, rest) = (rest, remainder);
            (previousFactor, factor) = (factor, next);
        }
        (ulong[] message, ulong[] left) = FieldPolynomial.Divide(field, rest, factor);
        if (FieldPolynomial.Degree(left) >= 0 || FieldPolynomial.Degree(message) >= dimension) return null;
        int[] errors = [.. Enumerable.Range(0, points.Length)
            .Where(i => FieldPolynomial.Evaluate(field, message, points[i]) != values[i])];
        return 2 * errors.Length <= points.Length - dimension ? errors : null;
    }
}
