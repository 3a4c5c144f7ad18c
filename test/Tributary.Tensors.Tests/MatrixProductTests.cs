namespace Tributary.Tensors.Tests;

public sealed class MatrixProductTests
{
    private const int M = 70, N = 90, K = 130, Gap = 3;

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 3)]
    [InlineData(true, true, 8)]
    public void Every_element_is_one_chain_of_fused_multiply_adds(bool leftTransposed, bool rightTransposed, int threads)
    {
        (int leftStride, int rightStride) = ((leftTransposed ? M : K) + Gap, (rightTransposed ? K : N) + Gap);
        float[] a = Random((leftTransposed ? K : M) * leftStride), b = Random((rightTransposed ? N : K) * rightStride);
        float[] c = Random(M * (N + Gap)), before = [.. c];
        var product = new MatrixProduct { Threads = threads };
        product.Multiply(
            leftTransposed ? MatrixView.Of(a, K, M, leftStride).Transposed : MatrixView.Of(a, M, K, leftStride),
            rightTransposed ? MatrixView.Of(b, N, K, rightStride).Transposed : MatrixView.Of(b, K, N, rightStride),
            MatrixView.Of(c, M, N, N + Gap), add: true);
        for (int i = 0; i < M; i++)
            for (int j = 0; j < N + Gap; j++)
            {
                float sum = before[i * (N + Gap) + j];
                for (int k = 0; j < N && k < K; k++)
                    sum = MathF.FusedMultiplyAdd(
                        leftTransposed ? a[k * leftStride + i] : a[i * leftStride + k],
                        rightTransposed ? b[j * rightStride + k] : b[k * rightStride + j], sum);
                Assert.Equal(sum, c[i * (N + Gap) + j]); // what lies in the gaps stays
            }
    }

    [Fact]
    public void Only_the_first_call_allocates()
    {
        float[] a = Random(M * K), b = Random(K * N), c = new float[M * N];
        var product = new MatrixProduct();
        Multiply();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) Multiply();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Multiply() => product.Multiply(MatrixView.Of(a, M, K), MatrixView.Of(b, K, N), MatrixView.Of(c, M, N));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Refuses_matrices_that_do_not_fit(int threads)
    {
        float[] values = new float[12];
        var product = new MatrixProduct { Threads = threads };
        Assert.Throws<TensorException>(() => product.Multiply(default, default, default));
        Assert.Throws<TensorException>(() => Multiply((3, 4), (3, 4), (3, 4)));
        Assert.Throws<TensorException>(() => Multiply((3, 2), (2, 4), (4, 3)));
        Assert.Throws<TensorException>(() => Multiply((-3, 2), (2, 4), (-3, 4)));
        Assert.Throws<TensorException>(() => Multiply((3, 0), (0, 4), (3, 4)));
        Assert.Throws<TensorException>(() =>
            product.Multiply(MatrixView.Of(values, 3, 2), MatrixView.Of(values, 2, 4), MatrixView.Of(values, 4, 3).Transposed));
        Assert.Throws<TensorException>(() =>
            product.Multiply(MatrixView.Of(values, 3, 2), MatrixView.Of(values, 2, 4), MatrixView.Of(values, 3, 4, rowStride: 2)));
        Assert.Throws<TensorException>(() => MatrixView.Of(values, 3, 4, rowStride: -1));
        Assert.Throws<TensorException>(() => product.Threads = 0);

        void Multiply((int, int) left, (int, int) right, (int, int) result) => product.Multiply(
            MatrixView.Of(values, left.Item1, left.Item2), MatrixView.Of(values, right.Item1, right.Item2),
            MatrixView.Of(new float[12], result.Item1, result.Item2));
    }

    private static float[] Random(int length)
    {
        float[] values = new float[length];
        new RandomStream(7).FillNormal(values);
        return values;
    }
}
