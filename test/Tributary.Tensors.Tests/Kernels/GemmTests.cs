namespace Tributary.Tensors.Tests;

public sealed class GemmTests
{
    private readonly RandomStream _random = new(1);
    private readonly Workspace _workspace = new();

    [Fact]
    public void Agrees_with_a_double_precision_loop_for_random_extents_strides_and_transposes()
    {
        for (int trial = 0; trial < 2000; trial++)
            Check(1 + _random.NextInt(40), 1 + _random.NextInt(70), 1 + _random.NextInt(90), padding: _random.NextInt(4));
    }

    [Theory]
    [InlineData(150, 130, 300)]
    [InlineData(13, 33, 1000)]
    [InlineData(300, 17, 70)]
    [InlineData(7, 2100, 9)]
    [InlineData(145, 65, 385)]
    [InlineData(13, 600, 100)] // few rows: with a transposed B computed on its side
    [InlineData(40, 2100, 40)]
    [InlineData(25, 1030, 1100)] // beyond a block in columns and depth
    public void Agrees_with_a_double_precision_loop_across_blocks(int m, int n, int k)
    {
        for (int trial = 0; trial < 16; trial++) Check(m, n, k, padding: trial);
    }

    [Fact]
    public void A_row_has_the_same_bits_however_many_rows_stand_beside_it()
    {
        const int M = 61, N = 50, K = 700;
        Span<float> a = Random(M * K), b = Random(K * N), all = new float[M * N], one = new float[N];
        Gemm.Multiply(MatrixView.Of(a, M, K), MatrixView.Of(b, K, N), MatrixView.Of(all, M, N), _workspace);
        for (int i = 0; i < M; i++)
        {
            Gemm.Multiply(MatrixView.Of(a.Slice(i * K, K), 1, K), MatrixView.Of(b, K, N), MatrixView.Of(one, 1, N), _workspace);
            Assert.Equal(all.Slice(i * N, N), one);
        }
    }

    [Fact]
    public void Every_element_is_one_chain_of_fused_multiply_adds()
    {
        const int M = 9, N = 20, K = 600;
        Span<float> a = Random(M * K), b = Random(K * N), c = new float[M * N], bias = Random(N);
        Gemm.Multiply(MatrixView.Of(a, M, K), MatrixView.Of(b, K, N), MatrixView.Of(c, M, N), _workspace, bias: bias);
        for (int i = 0; i < M; i++)
            for (int j = 0; j < N; j++)
            {
                float sum = bias[j];
                for (int k = 0; k < K; k++) sum = MathF.FusedMultiplyAdd(a[i * K + k], b[k * N + j], sum);
                Assert.Equal(sum, c[i * N + j]);
            }
    }

    [Fact]
    public void Refuses_extents_that_do_not_fit()
    {
        float[] values = new float[12];
        Assert.Throws<TensorException>(() =>
            Gemm.Multiply(MatrixView.Of(values, 3, 4), MatrixView.Of(values, 3, 4), MatrixView.Of(values, 3, 4), _workspace));
        Assert.Throws<TensorException>(() => MatrixView.Of(values, 3, 4, rowStride: 5));
    }

    private void Check(int m, int n, int k, int padding)
    {
        bool transposeA = _random.NextInt(2) == 1, transposeB = _random.NextInt(2) == 1;
        bool add = _random.NextInt(2) == 1, biased = !add && _random.NextInt(2) == 1;
        int aRows = transposeA ? k : m, aColumns = transposeA ? m : k, bRows = transposeB ? n : k, bColumns = transposeB ? k : n;
        int lda = aColumns + padding, ldb = bColumns + padding, ldc = n + padding;
        float[] a = Random(aRows * lda), b = Random(bRows * ldb), c = Random(m * ldc), bias = biased ? Random(n) : [], before = [.. c];
        MatrixView left = MatrixView.Of(a, aRows, aColumns, lda), right = MatrixView.Of(b, bRows, bColumns, ldb);
        Gemm.Multiply(
            transposeA ? left.Transposed : left, transposeB ? right.Transposed : right, MatrixView.Of(c, m, n, ldc), _workspace, add, bias);
        double worst = 0;
        for (int i = 0; i < m; i++)
            for (int j = 0; j < ldc; j++)
            {
                if (j >= n)
                {
                    Assert.Equal(before[i * ldc + j], c[i * ldc + j]);
                    continue;
                }
                double sum = add ? before[i * ldc + j] : biased ? bias[j] : 0, size = Math.Abs(sum);
                for (int p = 0; p < k; p++)
                {
                    double product = (double)a[transposeA ? p * lda + i : i * lda + p] * b[transposeB ? j * ldb + p : p * ldb + j];
                    sum += product;
                    size += Math.Abs(product);
                }
                worst = Math.Max(worst, Math.Abs(sum - c[i * ldc + j]) / (size * (k + 1)));
            }
        // A chain of k roundings errs by at most k half-units in the last place of the sum of sizes.
        Assert.True(worst < 6e-8, $"{m} x {n} x {k}: error {worst:E2}");
    }

    private float[] Random(int count)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan()) value = 2 * _random.NextSingle() - 1;
        return values;
    }
}
