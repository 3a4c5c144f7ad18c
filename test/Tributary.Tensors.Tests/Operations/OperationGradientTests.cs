namespace Tributary.Tensors.Tests;

public sealed class OperationGradientTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    public void Elementwise_operations(int width)
    {
        Check((check, x) => x + check.Activation(3, width), 3, width);
        Check((check, x) => x - check.Activation(3, width), 3, width);
        Check((check, x) => x * check.Activation(3, width), 3, width);
        Check((check, x) => x * x - 0.5f * x, 3, width);
    }

    [Fact]
    public void Smaller_right_operands_repeat()
    {
        Check((check, x) => x + check.Shared(9), 5, 9);
        Check((check, x) => x - check.Shared(5, 9), 5, 9);
        Check((check, x) => x * check.Shared(5, 9), 5, 9);
        Check((check, x) => x * check.Shared(9), 5, 9);
        Check((check, x) => x + check.Activation(9), 5, 9);
        Check((check, x) => x.Gate(check.Activation(9)), 5, 9);
        Check((check, x) => x.Modulate(check.Activation(9), check.Activation(9)), 5, 9);
        Check((check, x) => x.Modulate(check.Activation(9), check.Activation(9)), 2, 3, 9);
    }

    [Fact]
    public void Activations()
    {
        Check((_, x) => x.Gelu(), 37);
        Check((_, x) => x.Silu(), 37);
        Check((_, x) => x.Tanh(), 37);
        Check((_, x) => x.Sigmoid(), 37);
        // Away from the kink, where the derivative is not defined.
        var check = new GradientCheck(4, 3) { Draw = stream => (stream.NextInt(2) * 2 - 1) * (0.1f + stream.NextSingle()) };
        check.Passes(() => check.Activation(37).Relu());
    }

    [Fact]
    public void Matrix_products()
    {
        Check((check, x) => x.MatMul(check.Shared(11, 18)), 5, 11);
        Check((check, x) => x.MatMulTransposed(check.Shared(18, 11)), 5, 11);
        Check((check, x) => x.Linear(check.Shared(11, 18), check.Shared(18)), 11);
    }

    [Fact]
    public void Normalisations()
    {
        Check((_, x) => x.Softmax(), 5, 13);
        Check((_, x) => x.LayerNorm(), 5, 13);
        Check((check, x) => x.LayerNorm(check.Shared(13), check.Shared(13)), 5, 13);
        Check((check, x) => x.LayerNorm(check.Shared(13)), 5, 13);
        Check((check, x) => x.RmsNorm(check.Shared(13)), 5, 13);
        Check((check, x) => x.RmsNorm(check.Shared(35)), 35);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention(bool causal)
    {
        Check((_, x) => x.Attention(heads: 3, causal), 7, 3 * 12);
        Check((_, x) => x.Attention(heads: 6, keyValueHeads: 2, causal), 7, 10 * 3);
        Check((_, x) => x.Attention(heads: 3, keyValueHeads: 1, causal), 4, 5 * 4);
    }

    [Fact]
    public void Rotary_embeddings()
    {
        var table = new RotaryTable(7, 6);
        Check((_, x) => x.RotaryEmbedding(heads: 2, table), 7, 12);
        Check((_, x) => x.RotaryEmbedding(heads: 2, table), 5, 17); // and columns that stay
        Check((_, x) => x.RotaryEmbedding(heads: 1, new RotaryTable(3, 36)), 3, 36);
    }

    [Fact]
    public void Gated_units()
    {
        Check((_, x) => x.Swiglu(), 2);
        Check((_, x) => x.Swiglu(), 3, 38);
    }

    [Fact]
    public void Losses()
    {
        CheckLoss((check, x) => x.MeanSquaredError(check.Activation(5, 9)));
        CheckLoss((check, x) => x.MeanSquaredError(check.Activation(5, 9), check.Graph.Input().Filled(1, 2, 3, 4)));
        CheckLoss((check, x) => x.MeanSquaredError(check.Activation(5, 9), check.Graph.Input(5).Filled(1, 2, 3, 4)));
        CheckLoss((check, x) => x.CrossEntropy(check.Graph.Index(5).Filled(0, 3, -1, 8, 2, 5)));
        CheckLoss((check, x) => x.BinaryCrossEntropy(check.Graph.Input(5, 9).Filled(0, 1, 0.3f)));
        CheckLoss((check, x) => x.Reshape(45).ClassMeanDistance(
            check.Graph.Index().Filled(0, 2, 2, 0), check.Graph.Input(45).Filled(0.3f, -1, 0.5f)));
        CheckLoss((_, x) => x.Sum());
        CheckLoss((_, x) => x.Mean());
    }

    [Theory]
    [InlineData(true, 5, 3)]
    [InlineData(false, 5, 3)]
    [InlineData(true, 2, 4)]
    [InlineData(false, 1, 1)]
    public void Convolutions(bool same, int rows, int columns)
    {
        Check((check, x) => x.Conv2d(check.Shared(rows, columns, 3, 18), check.Shared(18), same), 6, 7, 3);
        Check((check, x) => x.Conv2d(check.Shared(rows, columns, 17, 2), null, same), 5, 5, 17);
    }

    [Fact]
    public void Pooling()
    {
        Check((_, x) => x.AveragePool(), 5, 9);
        Check((_, x) => x.AveragePool(), 3, 2, 9);
        // Values on a grid of distinct points, so that no window has two candidates within a step.
        int next = 0;
        var check = new GradientCheck(4, 3) { Draw = _ => next++ * 37 % 211 * 0.25f };
        check.Passes(() => check.Activation(5, 7, 9).MaxPool2d());
        check = new GradientCheck(4, 3) { Draw = _ => next++ * 37 % 211 * 0.25f };
        check.Passes(() => check.Activation(6, 6, 3).MaxPool2d(3));
        check = new GradientCheck(capacity: 2, batch: 2) { Draw = check.Draw };
        check.Passes(() => check.Activation(4, 5, 20).MaxPool2d()); // a whole vector of channels and a part of one
    }

    [Fact]
    public void Views_and_slices()
    {
        Check((_, x) => x.Reshape(9, 4) * x.Reshape(9, 4), 6, 6);
        Check((_, x) => x.Slice(1, 3) * x.Slice(2, 3), 4, 6);
        Check((check, x) => x.AddColumns(check.Activation(4, 3), 2), 4, 6);
        Check((_, x) => x.AddColumns(x.Slice(1, 3).Tanh(), 0), 4, 6);
    }

    [Fact]
    public void Fourier_features()
    {
        Check((_, x) => x.FourierFeatures(), 37);
        Check((_, x) => x.FourierFeatures(), 3, 5);
    }

    [Fact]
    public void Embedding()
    {
        var check = new GradientCheck(4, 3);
        check.Passes(() => check.Shared(6, 10).Embedding(check.Graph.Index(5).Filled(0, 3, 5, 3)));
    }

    [Fact]
    public void A_tensor_with_two_consumers_and_a_parameter_used_twice()
    {
        var check = new GradientCheck(4, 3);
        check.Passes(() =>
        {
            Tensor table = check.Shared(6, 10), x = table.Embedding(check.Graph.Index(5).Filled(0, 3, 5, 3));
            return (x + x.Tanh() * x).MatMulTransposed(table);
        });
    }

    [Fact]
    public void Scale() => Check((_, x) => x.Scale(-1.7f), 11);

    [Fact]
    public void Dropout_in_training_with_the_same_mask_in_every_pass()
    {
        var check = new GradientCheck(4, 3)
        {
            Prepare = graph => (graph.Training, graph.Random) = (true, new RandomStream(5)),
        };
        check.Passes(() => check.Activation(37).Dropout(0.4f));
    }

    private static void Check(Func<GradientCheck, Tensor, Tensor> build, params int[] perExample)
    {
        var check = new GradientCheck(capacity: 4, batch: 3);
        check.Passes(() => build(check, check.Activation(perExample)));
    }

    /// <summary>A loss is one float, whose rounding the difference quotient magnifies.</summary>
    private static void CheckLoss(Func<GradientCheck, Tensor, Tensor> build)
    {
        var check = new GradientCheck(capacity: 4, batch: 3);
        check.Passes(() => build(check, check.Activation(5, 9)), tolerance: 1e-3);
    }
}
