namespace Tributary.Tensors;

/// <summary>The norm of one example's gradient of a weight, from what goes in and what comes back, without the gradient itself.</summary>
/// <remarks>
/// The gradient is X^T D, with X (positions, in) and D (positions, out); its squared norm is the sum over all pairs of positions of
/// (x_s . x_t)(d_s . d_t). Goodfellow: Efficient per-example gradient computations, arXiv:1510.01799; Li, Tramer, Liang, Hashimoto: Large
/// language models can be strong differentially private learners, ICLR 2022, section 4.
/// </remarks>
internal static class GhostNorm
{
    // Positions whose gradients cancel leave the rounding of what cancelled, of either sign: a norm must not come out too small by it.
    private const double Rounding = 1.0 / (1 << 22);

    /// <summary>Whether two products of all pairs of positions cost less than the gradient.</summary>
    public static bool IsCheaper(long positions, long inputs, long outputs) => positions * (inputs + outputs) < inputs * outputs;

    /// <summary>The squared norm, with the gradient of a bias where there is one; rounded up where positions cancel.</summary>
    public static double Of(Span<float> inputs, Span<float> gradients, int positions, bool hasBias, Workspace workspace)
    {
        if (positions == 1) return ((double)Reduction.Dot(inputs, inputs) + (hasBias ? 1 : 0)) * Reduction.Dot(gradients, gradients);
        Span<float> pairs = workspace.Pairs(2 * positions * positions);
        Span<float> left = pairs[..(positions * positions)], right = pairs[(positions * positions)..]; // (positions, positions)
        Multiply(inputs, left);
        Multiply(gradients, right);
        double square = Reduction.Dot(left, right), most = 0, mostOfBias = 0;
        if (hasBias) square += Reduction.Sum(right); // |sum of d|^2 is the sum of all d_s . d_t
        for (int s = 0; s < positions; s++)
        {
            double gradient = Math.Sqrt(right[s * (positions + 1)]);
            most += Math.Sqrt(left[s * (positions + 1)]) * gradient; // the norm is at most the sum of |x_s| |d_s|
            mostOfBias += gradient;
        }
        return Math.Max(0, square) + Rounding * (most * most + (hasBias ? mostOfBias * mostOfBias : 0));

        void Multiply(Span<float> rows, Span<float> products)
        {
            MatrixView matrix = MatrixView.Of(rows, positions, rows.Length / positions);
            Gemm.Multiply(matrix, matrix.Transposed, MatrixView.Of(products, positions, positions), workspace);
        }
    }
}
