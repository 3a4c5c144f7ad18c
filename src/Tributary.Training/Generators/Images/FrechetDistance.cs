namespace Tributary.Training;

/// <summary>The Frechet distance between two sets of features, each taken for a normal distribution.</summary>
/// <remarks>
/// |m - m'|^2 + tr(C + C' - 2 (C C')^(1/2)), with covariances over n - 1 (Heusel et al., NeurIPS 2017, equation 6). It grows as sets become
/// smaller: compare sets of one size alone.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>The distance; zero for the same set, the squared length of a shift.</summary>
    /// <param name="first">At least two vectors of one length.</param>
    /// <param name="second">The same.</param>
    /// <exception cref="ArgumentException">A set has fewer than two vectors, or their lengths differ.</exception>
    public static double Between(IReadOnlyList<float[]> first, IReadOnlyList<float[]> second)
    {
        (double[] mean, double[][] covariance) = Moments(first);
        (double[] otherMean, double[][] otherCovariance) = Moments(second);
        if (mean.Length != otherMean.Length)
            throw new ArgumentException("The features have different lengths: they are of different networks.", nameof(second));
        // tr (C C')^(1/2) is that of the symmetric C^(1/2) C' C^(1/2), whose eigenvalues are not negative but for rounding.
        double[][] root = new SymmetricEigen(covariance).Apply(Root);
        double both = new SymmetricEigen(Product(Product(root, otherCovariance), root)).Values.Sum(Root);
        double distance = -2 * both;
        for (int i = 0; i < mean.Length; i++)
        {
            double shift = mean[i] - otherMean[i];
            distance += shift * shift + covariance[i][i] + otherCovariance[i][i];
        }
        return Math.Max(0, distance);
    }

    private static double Root(double value) => Math.Sqrt(Math.Max(0, value));

    private static (double[] Mean, double[][] Covariance) Moments(IReadOnlyList<float[]> features)
    {
        if (features.Count < 2)
            throw new ArgumentException("Fewer than two vectors have no covariance. Compare more pictures.", nameof(features));
        int width = features[0].Length;
        double[] mean = new double[width], off = new double[width];
        foreach (float[] one in features)
            for (int i = 0; i < width; i++)
                mean[i] += one[i];
        for (int i = 0; i < width; i++) mean[i] /= features.Count;
        double[][] covariance = [.. mean.Select(_ => new double[width])];
        foreach (float[] one in features)
        {
            for (int i = 0; i < width; i++) off[i] = one[i] - mean[i];
            for (int i = 0; i < width; i++)
                for (int j = 0; j <= i; j++)
                    covariance[i][j] += off[i] * off[j];
        }
        for (int i = 0; i < width; i++)
            for (int j = 0; j <= i; j++)
                covariance[i][j] = covariance[j][i] = covariance[i][j] / (features.Count - 1);
        return (mean, covariance);
    }

    private static double[][] Product(double[][] x, double[][] y)
    {
        double[][] result = [.. x.Select(_ => new double[y[0].Length])];
        for (int i = 0; i < x.Length; i++)
            for (int k = 0; k < y.Length; k++)
                for (int j = 0; j < result[i].Length; j++)
                    result[i][j] += x[i][k] * y[k][j];
        return result;
    }
}
