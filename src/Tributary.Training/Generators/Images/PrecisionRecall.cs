using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How many generated pictures look like real ones, and how many real ones the generator could have made.</summary>
/// <remarks>
/// A set's manifold is the balls around its vectors that reach to their third nearest neighbour (Kynkaanniemi et al., NeurIPS 2019,
/// equations 1 and 2).
/// </remarks>
/// <param name="Precision">The share of generated vectors within the real manifold.</param>
/// <param name="Recall">The share of real vectors within the generated manifold.</param>
public sealed record PrecisionRecall(double Precision, double Recall)
{
    /// <summary>Which neighbour a ball reaches to.</summary>
    public const int Neighbour = 3;

    /// <summary>Compares two sets.</summary>
    /// <param name="real">More than <see cref="Neighbour"/> vectors of one length.</param>
    /// <param name="generated">The same.</param>
    /// <param name="threads">How many threads may work; changes no bit.</param>
    /// <exception cref="ArgumentException">A set is too small, or the lengths differ.</exception>
    public static PrecisionRecall Between(IReadOnlyList<float[]> real, IReadOnlyList<float[]> generated, int threads)
    {
        if (real.Count <= Neighbour || generated.Count <= Neighbour)
            throw new ArgumentException($"A vector needs {Neighbour} others around it. Compare more pictures.", nameof(real));
        return new PrecisionRecall(Within(generated, real, threads), Within(real, generated, threads));
    }

    private static double Within(IReadOnlyList<float[]> vectors, IReadOnlyList<float[]> manifold, int threads)
    {
        float[] radii = new float[manifold.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, manifold.Count, parallel, i => radii[i] = Reach(manifold, i));
        bool[] inside = new bool[vectors.Count];
        Parallel.For(0, vectors.Count, parallel, i =>
        {
            for (int j = 0; j < radii.Length && !inside[i]; j++)
                inside[i] = VectorProducts.SquaredDistance(vectors[i], manifold[j]) <= radii[j];
        });
        return inside.Count(one => one) / (double)vectors.Count;
    }

    /// <summary>The squared distance to the third nearest of the others.</summary>
    private static float Reach(IReadOnlyList<float[]> set, int place)
    {
        Span<float> nearest = stackalloc float[Neighbour];
        nearest.Fill(float.PositiveInfinity);
        for (int j = 0; j < set.Count; j++)
        {
            if (j == place) continue;
            float distance = VectorProducts.SquaredDistance(set[place], set[j]);
            for (int k = 0; k < Neighbour; k++)
                if (distance < nearest[k])
                    (distance, nearest[k]) = (nearest[k], distance);
        }
        return nearest[^1];
    }
}
