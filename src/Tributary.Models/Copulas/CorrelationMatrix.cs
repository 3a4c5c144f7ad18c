namespace Tributary.Models;

/// <summary>
/// Correlations of normal numbers: found from products of scores, repaired where they contradict each other, and factored.
/// </summary>
internal static class CorrelationMatrix
{
    private const int Terms = 40, Halvings = 50, Sweeps = 60;
    private const double Most = 0.99; // of a single correlation
    private const double LeastEigenvalue = 1e-3;

    /// <summary>The matrix that belongs to mean products of scores, with a one for every column by itself.</summary>
    /// <param name="margins">The columns.</param>
    /// <param name="products">The mean product of every pair.</param>
    public static double[,] Of(IReadOnlyList<CopulaMargin> margins, ReadOnlySpan<float> products)
    {
        double[][] hermite = [.. margins.Select(margin => margin.Hermite(Terms))];
        double[,] matrix = new double[margins.Count, margins.Count];
        for (int a = 0, pair = 0; a < margins.Count; a++)
        {
            matrix[a, a] = 1;
            for (int b = a + 1; b < margins.Count; b++, pair++)
                matrix[a, b] = matrix[b, a] = Solve(hermite[a], hermite[b], products[pair]);
        }
        return Repair(matrix);
    }

    /// <summary>The correlation at which normal numbers have a mean product of scores (Mehler's formula), which grows with it.</summary>
    internal static double Solve(double[] one, double[] other, double product)
    {
        double low = -Most, high = Most, target = product - one[0] * other[0];
        if (Covariance(one, other, high) - Covariance(one, other, low) < 1e-9) return 0; // a column of one value
        for (int i = 0; i < Halvings; i++)
        {
            double middle = 0.5 * (low + high);
            if (Covariance(one, other, middle) < target) low = middle;
            else high = middle;
        }
        return 0.5 * (low + high);
    }

    internal static double Covariance(double[] one, double[] other, double correlation)
    {
        double sum = 0;
        for (int k = one.Length - 1; k >= 1; k--) sum = (sum + one[k] * other[k]) * correlation;
        return sum;
    }

    /// <summary>The matrix itself, or where an eigenvalue is too small, the one with those raised and ones on the diagonal again.</summary>
    /// <remarks>Rebonato, Jäckel: The most general methodology to create a valid correlation matrix, 1999, section 3.</remarks>
    internal static double[,] Repair(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        (double[] values, double[,] vectors) = Eigen(matrix);
        if (values.All(value => value >= LeastEigenvalue)) return matrix;
        double[,] raised = new double[n, n];
        for (int k = 0; k < n; k++)
            for (int a = 0; a < n; a++)
                for (int b = 0; b < n; b++) raised[a, b] += vectors[a, k] * Math.Max(values[k], LeastEigenvalue) * vectors[b, k];
        double[] scales = [.. Enumerable.Range(0, n).Select(a => 1 / Math.Sqrt(raised[a, a]))];
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++) raised[a, b] = a == b ? 1 : raised[a, b] * scales[a] * scales[b];
        return raised;
    }

    /// <summary>The lower triangle whose product with its transpose is the matrix in another order of its columns.</summary>
    public static double[,] Factor(double[,] matrix, int[] order)
    {
        int n = order.Length;
        double[,] factor = new double[n, n];
        for (int a = 0; a < n; a++)
            for (int b = 0; b <= a; b++)
            {
                double rest = matrix[order[a], order[b]];
                for (int k = 0; k < b; k++) rest -= factor[a, k] * factor[b, k];
                factor[a, b] = a == b ? Math.Sqrt(rest) : rest / factor[b, b];
            }
        return factor;
    }

    /// <summary>Eigenvalues and vectors of a symmetric matrix by Jacobi's rotations.</summary>
    /// <remarks>Golub, Van Loan: Matrix Computations, 4th ed., algorithm 8.5.2.</remarks>
    internal static (double[] Values, double[,] Vectors) Eigen(double[,] symmetric)
    {
        int n = symmetric.GetLength(0);
        double[,] matrix = (double[,])symmetric.Clone(), vectors = new double[n, n];
        for (int i = 0; i < n; i++) vectors[i, i] = 1;
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            double off = 0;
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++) off += matrix[p, q] * matrix[p, q];
            if (off < 1e-24) break;
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++) Rotate(matrix, vectors, p, q);
        }
        return ([.. Enumerable.Range(0, n).Select(i => matrix[i, i])], vectors);
    }

    private static void Rotate(double[,] matrix, double[,] vectors, int p, int q)
    {
        if (matrix[p, q] == 0) return;
        double tau = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau)), c = 1 / Math.Sqrt(1 + t * t), s = t * c;
        int n = matrix.GetLength(0);
        for (int k = 0; k < n; k++)
            (matrix[k, p], matrix[k, q]) = (c * matrix[k, p] - s * matrix[k, q], s * matrix[k, p] + c * matrix[k, q]);
        for (int k = 0; k < n; k++)
            (matrix[p, k], matrix[q, k]) = (c * matrix[p, k] - s * matrix[q, k], s * matrix[p, k] + c * matrix[q, k]);
        for (int k = 0; k < n; k++)
            (vectors[k, p], vectors[k, q]) = (c * vectors[k, p] - s * vectors[k, q], s * vectors[k, p] + c * vectors[k, q]);
    }
}
