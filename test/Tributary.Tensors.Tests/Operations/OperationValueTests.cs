namespace Tributary.Tensors.Tests;

public sealed class OperationValueTests
{
    private readonly RandomStream _random = new(6);
    private readonly Graph _graph = new(capacity: 2);

    [Fact]
    public void Activations_agree_with_their_definitions()
    {
        Agrees(x => x.Relu(), x => Math.Max(x, 0));
        Agrees(x => x.Tanh(), Math.Tanh);
        Agrees(x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x)));
        Agrees(x => x.Silu(), x => x / (1 + Math.Exp(-x)));
        Agrees(x => x.Gelu(), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
    }

    [Fact]
    public void Broadcasts_by_last_extents_and_by_example()
    {
        Tensor x = _graph.Input(2, 2).Filled(1, 2, 3, 4, 5, 6, 7, 8);
        Tensor column = Built([2], 10, 20), position = Built([2, 2], 10, 20, 30, 40), example = _graph.Input(2).Filled(10, 20, 30, 40);
        Tensor byColumn = x + column, byPosition = x - position, byExample = x * example, modulated = x.Modulate(example, example);
        _graph.Forward();
        Assert.Equal([11f, 22f, 13f, 24f, 15f, 26f, 17f, 28f], byColumn.Values);
        Assert.Equal([-9f, -18f, -27f, -36f, -5f, -14f, -23f, -32f], byPosition.Values);
        Assert.Equal([10f, 40f, 30f, 80f, 150f, 240f, 210f, 320f], byExample.Values);
        Assert.Equal([21f, 62f, 43f, 104f, 185f, 286f, 247f, 368f], modulated.Values);
    }

    [Fact]
    public void The_distance_of_class_means_counts_pairs_of_different_examples_alone()
    {
        var graph = new Graph(capacity: 4);
        var given = new ParameterBuilder();
        Tensor features = graph.Input(2).Filled(1, 2, 3, 4, 5, 6, 0, 1), means = given.Buffer("means", [3, 2], Initializer.Zeros);
        given.Build(new RandomStream(1));
        means.Filled(1, 0, 9, 9, 0, 1);
        Tensor distance = features.ClassMeanDistance(graph.Index().Filled(0, 0, 0, 2), means);
        graph.Forward();
        // Class 0: pairs (1,2)(3,4) + (1,2)(5,6) + (3,4)(5,6) = 11 + 17 + 39, over three pairs; its sum (9, 12) has 9 with (1, 0).
        double first = 67 / 3.0 - 2 * 9 / 3.0 + 1, third = 0 - 2 + 1;
        Assert.Equal((3 * first + third) / 4, distance.Values[0], 1e-5);
    }

    [Fact]
    public void Fourier_features_are_cosines_then_sines()
    {
        Tensor features = _graph.Input(2).Filled(0, 0.5f, 1, -2).FourierFeatures();
        _graph.Forward();
        double[] expected = [1, Math.Cos(0.5), 0, Math.Sin(0.5), Math.Cos(1), Math.Cos(2), Math.Sin(1), -Math.Sin(2)];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], features.Values[i], 1e-6);
    }

    [Fact]
    public void Layer_normalisation_keeps_its_digits_far_from_zero()
    {
        Tensor x = _graph.Input(4).Filled(10001, 10002, 10003, 10004), y = x.LayerNorm(epsilon: 0);
        _graph.Forward();
        double unit = 1 / Math.Sqrt(1.25);
        for (int i = 0; i < 4; i++) Assert.Equal((i - 1.5) * unit, y.Values[i], 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention_agrees_with_its_definition(bool causal)
    {
        const int Length = 6, Heads = 2, Width = 4;
        Tensor x = Random(_graph.Input(Length, 3 * Heads * Width)), y = x.Attention(Heads, causal);
        _graph.Forward();
        for (int b = 0; b < 2; b++)
            for (int h = 0; h < Heads; h++)
                for (int t = 0; t < Length; t++)
                {
                    double At(int part, int time, int i) => x.Values[((b * Length + time) * 3 + part) * Heads * Width + h * Width + i];
                    double[] weights = new double[causal ? t + 1 : Length];
                    for (int s = 0; s < weights.Length; s++)
                        weights[s] = Math.Exp(Enumerable.Range(0, Width).Sum(i => At(0, t, i) * At(1, s, i)) / Math.Sqrt(Width));
                    for (int i = 0; i < Width; i++)
                        Assert.Equal(
                            Enumerable.Range(0, weights.Length).Sum(s => weights[s] * At(2, s, i)) / weights.Sum(),
                            y.Values[(b * Length + t) * Heads * Width + h * Width + i], 1e-5);
                }
    }

    [Fact]
    public void Heads_that_share_keys_and_values_see_the_same_as_heads_with_copies_of_them()
    {
        const int Length = 5, Heads = 6, Kept = 2, Width = 4;
        Tensor shared = Random(_graph.Input(Length, (Heads + 2 * Kept) * Width)), copied = _graph.Input(Length, 3 * Heads * Width);
        for (int row = 0; row < 2 * Length; row++)
            for (int head = 0; head < 3 * Heads; head++)
            {
                int from = head < Heads ? head : Heads + (head - Heads) / (Heads / Kept);
                shared.Values.Slice((row * (Heads + 2 * Kept) + from) * Width, Width).CopyTo(copied.Values[((row * 3 * Heads + head) * Width)..]);
            }
        Tensor y = shared.Attention(Heads, Kept, causal: true), expected = copied.Attention(Heads, causal: true);
        _graph.Forward();
        Assert.Equal(expected.Values, y.Values);
    }

    [Theory]
    [InlineData(4, 4, 8)]
    [InlineData(6, 2, 5)]
    [InlineData(3, 1, 33)]
    public void A_cache_gives_the_bits_of_the_whole_text_however_it_is_cut(int heads, int kept, int width)
    {
        const int Length = 37;
        var whole = new Graph(capacity: 1);
        Tensor x = Random(whole.Input(Length, (heads + 2 * kept) * width)), y = x.Attention(heads, kept, causal: true);
        whole.Forward();
        foreach (int[] cut in (int[][])[[1, 1, 1, 34], [20, 1, 16], [Length], [.. Enumerable.Repeat(1, Length)]])
            foreach (int threads in (int[])[1, 3])
            {
                var graph = new Graph(capacity: Length) { Threads = threads, LeastWork = 1 };
                var cache = new KeyValueCache(Length);
                Tensor piece = graph.Input((heads + 2 * kept) * width), result = piece.CachedAttention(heads, kept, cache);
                foreach (int count in cut)
                {
                    graph.Batch = count;
                    x.Values.Slice(cache.Length * x.Shape[2], count * x.Shape[2]).CopyTo(piece.Values);
                    graph.Forward();
                    Assert.Equal(y.Values.Slice(cache.Length * y.Shape[2], count * y.Shape[2]), result.Values);
                    cache.Advance(count);
                }
                Assert.Contains("room", Assert.Throws<TensorException>(() => graph.Forward()).Message, StringComparison.Ordinal);
            }
    }

    [Fact]
    public void Rotary_embedding_agrees_with_its_definition()
    {
        const int Length = 5, Width = 6;
        Tensor x = Random(_graph.Input(Length, 2 * Width + 1)), y = x.RotaryEmbedding(2, new RotaryTable(9, Width, theta: 500));
        _graph.Forward();
        for (int row = 0; row < 2 * Length; row++)
        {
            ReadOnlySpan<float> from = x.Values.Slice(row * (2 * Width + 1), 2 * Width + 1), to = y.Values.Slice(row * (2 * Width + 1), 2 * Width + 1);
            for (int head = 0; head < 2; head++)
                for (int i = 0; i < Width / 2; i++)
                {
                    double angle = row % Length * Math.Pow(500, -2.0 * i / Width), a = from[head * Width + i], b = from[head * Width + Width / 2 + i];
                    Assert.Equal(a * Math.Cos(angle) - b * Math.Sin(angle), to[head * Width + i], 1e-6);
                    Assert.Equal(b * Math.Cos(angle) + a * Math.Sin(angle), to[head * Width + Width / 2 + i], 1e-6);
                }
            Assert.Equal(from[^1], to[^1]);
        }
    }

    [Fact]
    public void Gates_and_root_mean_squares_agree_with_their_definitions()
    {
        Tensor x = Random(_graph.Input(38)), gated = x.Swiglu();
        Tensor weight = Built([38], [.. Enumerable.Range(0, 38).Select(i => i - 7f)]), scaled = x.RmsNorm(weight, epsilon: 0.1f);
        _graph.Forward();
        for (int b = 0; b < 2; b++)
        {
            float[] row = x.Values.Slice(b * 38, 38).ToArray();
            double size = Math.Sqrt(row.Average(value => (double)value * value) + 0.1);
            for (int i = 0; i < 19; i++) Assert.Equal(row[i] / (1 + Math.Exp(-row[i])) * row[i + 19], gated.Values[b * 19 + i], 1e-6);
            for (int i = 0; i < 38; i++) Assert.Equal(row[i] / size * (i - 7), scaled.Values[b * 38 + i], 1e-5);
        }
    }

    [Fact]
    public void Cross_entropy_ignores_rows_and_reports_each()
    {
        Tensor logits = _graph.Input(2, 3).Filled(1, 2, 3, 0, 0, 0, 1000, 0, -1000, 5, 5, 5);
        Tensor loss = logits.CrossEntropy(_graph.Index(2).Filled(2, -1, 0, 1), out Tensor rows, out Tensor probabilities);
        _graph.Forward();
        double first = Math.Log(Math.Exp(-2) + Math.Exp(-1) + 1), last = Math.Log(3);
        Assert.Equal([first, 0, 0, last], rows.Values.ToArray().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal((first + last) / 3, loss.Values[0], 1e-6);
        Assert.Equal(1.0 / 3, probabilities.Values[9], 1e-6);
        Assert.Equal([1f, 0f, 0f], probabilities.Values[6..9]);
    }

    [Fact]
    public void Losses_agree_with_their_definitions()
    {
        Tensor x = _graph.Input(2).Filled(3, -200, 0, 0.5f), y = _graph.Input(2).Filled(1, 0, 1, 0.5f), weights = _graph.Input().Filled(1, 10);
        Tensor squared = x.MeanSquaredError(y), weighted = x.MeanSquaredError(y, weights), binary = x.BinaryCrossEntropy(y);
        Tensor sum = x.Sum(), mean = x.Mean();
        _graph.Forward();
        Assert.Equal((4 + 40000 + 1 + 0) / 4.0, squared.Values[0], 1e-3);
        Assert.Equal((4 + 40000 + 10 + 0) / 4.0, weighted.Values[0], 1e-3);
        double half = 0.5 * Math.Log(1 + Math.Exp(-0.5)) + 0.5 * Math.Log(1 + Math.Exp(0.5));
        Assert.Equal((Math.Log(1 + Math.Exp(-3)) + 0 + Math.Log(2) + half) / 4, binary.Values[0], 1e-6);
        Assert.Equal(-196.5f, sum.Values[0]);
        Assert.Equal(-49.125f, mean.Values[0]);
    }

    [Fact]
    public void Sinusoidal_embedding_agrees_with_its_definition()
    {
        Tensor y = _graph.Input().Filled(3, 700).SinusoidalEmbedding(10);
        _graph.Forward();
        for (int b = 0; b < 2; b++)
            for (int i = 0; i < 5; i++)
            {
                double angle = (b == 0 ? 3 : 700) * Math.Pow(10000, -i / 5.0);
                Assert.Equal(Math.Sin(angle), y.Values[b * 10 + i], 1e-4);
                Assert.Equal(Math.Cos(angle), y.Values[b * 10 + 5 + i], 1e-4);
            }
    }

    [Fact]
    public void Dropout_keeps_the_mean_in_training_and_everything_otherwise()
    {
        Tensor x = _graph.Input(5000).Filled(1), y = x.Dropout(0.25f);
        _graph.Forward();
        Assert.Equal(x.Values, y.Values);
        _graph.Training = true;
        _graph.Random = new RandomStream(8);
        _graph.Forward();
        float[] first = y.Values.ToArray();
        Assert.Equal([0f, 1 / 0.75f], first.Distinct().Order());
        Assert.Equal(1, first.Average(), 0.02);
        _graph.Forward();
        Assert.NotEqual(first, y.Values.ToArray());
        _graph.Random = new RandomStream(8);
        _graph.Forward();
        Assert.Equal(first, y.Values);
    }

    private static Tensor Built(Shape shape, params float[] values)
    {
        var builder = new ParameterBuilder();
        Tensor tensor = builder.Parameter("tensor", shape, Initializer.Zeros);
        builder.Build(new RandomStream(0));
        return tensor.Filled(values);
    }

    private void Agrees(Func<Tensor, Tensor> operation, Func<double, double> reference)
    {
        Tensor x = Random(_graph.Input(45)), y = operation(x);
        _graph.Forward();
        for (int i = 0; i < x.Length; i++) Assert.Equal(reference(x.Values[i]), y.Values[i], 1e-6);
    }

    private Tensor Random(Tensor tensor)
    {
        _random.FillNormal(tensor.Values);
        return tensor;
    }
}
