namespace Tributary.Training;

/// <summary>The eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.</summary>
/// <remarks>Golub, Van Loan: Matrix computations, 4th edition, algorithm 8.5.3 (cyclic).</remarks>
internal sealed class SymmetricEigen
{
    private const int MostSweeps = 60;
    private const double Enough = 1e-22; // of the squared norm, off the diagonal

    private readonly double[][] _a, _v;

    /// <summary>Decomposes a matrix, of which only the symmetric part counts.</summary>
    public SymmetricEigen(double[][] matrix)
    {
        int n = matrix.Length;
        _a = [.. matrix.Select((row, i) => row.Select((value, j) => (value + matrix[j][i]) / 2).ToArray())];
        _v = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1.0 : 0).ToArray())];
        double all = _a.Sum(row => row.Sum(value => value * value));
        for (int sweep = 0; sweep < MostSweeps && Off() > Enough * all; sweep++)
            for (int p = 0; p < n - 1; p++)
                for (int q = p + 1; q < n; q++)
                    Rotate(p, q);
        Values = [.. Enumerable.Range(0, n).Select(i => _a[i][i])];
    }

    /// <summary>In the order of the vectors.</summary>
    public double[] Values { get; }

    /// <summary>V f(values) V^T: the matrix with a function of its eigenvalues.</summary>
    public double[][] Apply(Func<double, double> function)
    {
        int n = Values.Length;
        double[] mapped = [.. Values.Select(function)];
        double[][] result = new double[n][];
        for (int i = 0; i < n; i++)
        {
            result[i] = new double[n];
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++)
                    result[i][j] += _v[i][k] * mapped[k] * _v[j][k];
        }
        return result;
    }

    private double Off()
    {
        double sum = 0;
        for (int i = 0; i < _a.Length; i++)
            for (int j = 0; j < _a.Length; j++)
                if (i != j)
                    sum += _a[i][j] * _a[i][j];
        return sum;
    }

    /// <summary>Turns rows and columns p and q so that the element between them vanishes.</summary>
    private void Rotate(int p, int q)
    {
        double between = _a[p][q];
        if (between == 0) return;
        double tau = (_a[q][q] - _a[p][p]) / (2 * between);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau));
        double c = 1 / Math.Sqrt(1 + t * t), s = t * c;
        for (int k = 0; k < _a.Length; k++) (_a[k][p], _a[k][q]) = (c * _a[k][p] - s * _a[k][q], s * _a[k][p] + c * _a[k][q]);
        for (int k = 0; k < _a.Length; k++) (_a[p][k], _a[q][k]) = (c * _a[p][k] - s * _a[q][k], s * _a[p][k] + c * _a[q][k]);
        for (int k = 0; k < _a.Length; k++) (_v[k][p], _v[k][q]) = (c * _v[k][p] - s * _v[k][q], s * _v[k][p] + c * _v[k][q]);
    }
}
