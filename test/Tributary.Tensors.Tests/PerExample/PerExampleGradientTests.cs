namespace Tributary.Tensors.Tests;

public sealed class PerExampleGradientTests
{
    private const int Batch = 5;

    public static TheoryData<string> Networks => ["rows", "sequences", "short sequences", "images", "small images", "transformer", "rotary transformer", "factors"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Norms_are_those_of_batches_of_one(string network)
    {
        Subject batch = Subject.Of(network, [0, 1, 2, 3, 4]);
        double[] norms = new double[Batch];
        batch.Graph.Forward();
        new PerExampleGradient(batch.Graph, batch.Loss).Measure(norms);
        for (int example = 0; example < Batch; example++)
        {
            double square = 0;
            foreach (float g in Gradient(network, example)) square += (double)g * g;
            Assert.Equal(1, norms[example] / Math.Sqrt(square), 5e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_combination_is_the_sum_of_gradients_with_their_factors(string network)
    {
        float[] factors = [0.5f, 0, 2, 1, 0.25f];
        Subject batch = Subject.Of(network, [0, 1, 2, 3, 4]);
        double[] expected = new double[batch.Parameters.Gradient.Length];
        for (int example = 0; example < Batch; example++)
        {
            float[] own = Gradient(network, example);
            for (int i = 0; i < own.Length; i++) expected[i] += (double)factors[example] * own[i];
        }
        var examples = new PerExampleGradient(batch.Graph, batch.Loss);
        for (int step = 0; step < 2; step++) // the second time over buffers that have been used
        {
            batch.Graph.Forward();
            examples.Measure(new double[Batch]);
            examples.Combine(factors);
            double difference = 0, size = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                difference += Math.Pow(expected[i] - batch.Parameters.Gradient[i], 2);
                size += expected[i] * expected[i];
            }
            Assert.True(Math.Sqrt(difference / size) < 2e-6, $"{network}: {Math.Sqrt(difference / size):E2}");
        }
    }

    [Fact]
    public void Equal_factors_give_the_gradient_of_the_mean()
    {
        Subject batch = Subject.Of("transformer", [0, 1, 2, 3, 4]), plain = Subject.Of("transformer", [0, 1, 2, 3, 4]);
        plain.Graph.Forward();
        plain.Graph.Backward(plain.Loss);
        batch.Graph.Forward();
        var examples = new PerExampleGradient(batch.Graph, batch.Loss);
        examples.Measure(new double[Batch]);
        examples.Combine([0.2f, 0.2f, 0.2f, 0.2f, 0.2f]);
        for (int i = 0; i < plain.Parameters.Gradient.Length; i++)
            Assert.Equal(plain.Parameters.Gradient[i], batch.Parameters.Gradient[i], 1e-5);
    }

    [Fact]
    public void Labels_that_do_not_count_change_only_their_own_example()
    {
        double[] all = new double[2], some = new double[2];
        foreach ((double[] norms, bool hide) in ((double[], bool)[])[(all, false), (some, true)])
        {
            Subject subject = Subject.Of("transformer", [0, 1]);
            if (hide) subject.Labels.Values[..3].Fill(-1);
            subject.Graph.Forward();
            new PerExampleGradient(subject.Graph, subject.Loss).Measure(norms);
        }
        Assert.NotEqual(all[0], some[0]);
        Assert.Equal(all[1], some[1]);
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        Subject subject = Subject.Of("transformer", [0, 1, 2, 3, 4]);
        var examples = new PerExampleGradient(subject.Graph, subject.Loss);
        double[] norms = new double[Batch];
        float[] factors = [1, 1, 1, 1, 1];
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++) Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            subject.Graph.Forward();
            examples.Measure(norms);
            examples.Combine(factors);
        }
    }

    [Fact]
    public void Refuses_a_graph_whose_results_share_memory_and_a_combination_of_nothing()
    {
        Subject subject = Subject.Of("rows", [0, 1]);
        var examples = new PerExampleGradient(subject.Graph, subject.Loss);
        Assert.Contains("Measure", Assert.Throws<TensorException>(() => examples.Combine([1, 1])).Message, StringComparison.Ordinal);
        Subject planned = Subject.Of("rows", [0, 1]);
        planned.Graph.Plan(planned.Loss);
        Assert.Contains("plan", Assert.Throws<TensorException>(() => new PerExampleGradient(planned.Graph, planned.Loss)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The ordinary gradient of one example alone.</summary>
    private static float[] Gradient(string network, int example)
    {
        Subject single = Subject.Of(network, [example]);
        single.Graph.Forward();
        single.Graph.Backward(single.Loss);
        return single.Parameters.Gradient.ToArray();
    }

    private sealed record Subject(Graph Graph, Parameters Parameters, Tensor Loss, Indices Labels)
    {
        /// <summary>A network over the examples with the given numbers; the same parameters for any of them.</summary>
        public static Subject Of(string network, int[] examples)
        {
            var graph = new Graph(examples.Length);
            var builder = new ParameterBuilder();
            Func<(Tensor Loss, Indices Labels)> record = network switch
            {
                "rows" => Rows(graph, builder, examples),
                "sequences" => Sequences(graph, builder, examples, 30, 5),
                "short sequences" => Sequences(graph, builder, examples, 3, 40),
                "images" => Images(graph, builder, examples, 9, 2),
                "small images" => Images(graph, builder, examples, 4, 24),
                "transformer" => Transformer(graph, builder, examples),
                "rotary transformer" => RotaryTransformer(graph, builder, examples),
                _ => Factors(graph, builder, examples),
            };
            Parameters parameters = builder.Build(new RandomStream(1));
            (Tensor loss, Indices labels) = record();
            return new Subject(graph, parameters, loss, labels);
        }

        private static Func<(Tensor, Indices)> Rows(Graph graph, ParameterBuilder builder, int[] examples)
        {
            var hidden = new Linear(builder.Scope("1"), 12, 9);
            var output = new Linear(builder.Scope("2"), 9, 4);
            return () =>
            {
                Indices labels = Numbers(graph.Index(), examples, 4);
                return (output.Forward(hidden.Forward(Filled(graph.Input(12), examples)).Relu()).CrossEntropy(labels), labels);
            };
        }

        // Many positions and narrow layers ask for explicit gradients, few positions and wide layers for ghost norms.
        private static Func<(Tensor, Indices)> Sequences(Graph graph, ParameterBuilder builder, int[] examples, int length, int width)
        {
            var hidden = new Linear(builder.Scope("1"), width, width);
            var output = new Linear(builder.Scope("2"), width, width, bias: false);
            return () =>
            {
                Tensor x = Filled(graph.Input(length, width), examples), target = Filled(graph.Input(length, width), examples, 1);
                return (output.Forward(hidden.Forward(x).Gelu()).MeanSquaredError(target), graph.Index());
            };
        }

        private static Func<(Tensor, Indices)> Images(Graph graph, ParameterBuilder builder, int[] examples, int side, int channels)
        {
            var first = new Conv2d(builder.Scope("1"), channels, channels, 3);
            var second = new Conv2d(builder.Scope("2"), channels, 2 * channels, 3, same: false);
            return () =>
            {
                Tensor x = Filled(graph.Input(side, side, channels), examples);
                return (second.Forward(first.Forward(x).Tanh()).AveragePool().Sigmoid().Mean(), graph.Index());
            };
        }

        private static Func<(Tensor, Indices)> Transformer(Graph graph, ParameterBuilder builder, int[] examples)
        {
            const int Length = 6, Width = 8, Vocabulary = 7;
            var tokens = new Embedding(builder.Scope("tokens"), Vocabulary, Width, 0.5f); // used twice
            var kinds = new Embedding(builder.Scope("kinds"), 40, Width, 0.5f);
            Tensor positions = builder.Parameter("positions", [Length, Width], Initializer.Normal(0.5f));
            var norm = new LayerNorm(builder.Scope("norm"), Width);
            var attention = new MultiHeadAttention(builder.Scope("attention"), Width, heads: 2, causal: true);
            return () =>
            {
                Indices input = Numbers(graph.Index(Length), examples, Vocabulary), labels = Numbers(graph.Index(Length), examples, Vocabulary, 3);
                Tensor x = tokens.Forward(input) + kinds.Forward(input) + positions;
                x += attention.Forward(norm.Forward(x));
                return (x.MatMulTransposed(tokens.Weight).CrossEntropy(labels), labels);
            };
        }

        private static Func<(Tensor, Indices)> RotaryTransformer(Graph graph, ParameterBuilder builder, int[] examples)
        {
            const int Length = 6, HeadWidth = 4, Heads = 4, Width = Heads * HeadWidth, Vocabulary = 7;
            var tokens = new Embedding(builder.Scope("tokens"), Vocabulary, Width, 0.5f);
            RmsNorm first = new(builder.Scope("norm1"), Width), second = new(builder.Scope("norm2"), Width);
            var queryKeyValue = new Linear(builder.Scope("qkv"), Width, Width + 2 * HeadWidth, bias: false);
            Linear gate = new(builder.Scope("gate"), Width, 2 * 10, bias: false), down = new(builder.Scope("down"), 10, Width, bias: false);
            Tensor a = builder.Parameter("lora_A", [Width, 2], Initializer.Normal(0.5f)), b = builder.Parameter("lora_B", [2, 5], Initializer.Normal(0.5f));
            return () =>
            {
                Indices input = Numbers(graph.Index(Length), examples, Vocabulary), labels = Numbers(graph.Index(Length), examples, Vocabulary, 3);
                Tensor x = tokens.Forward(input), y = first.Forward(x);
                y = queryKeyValue.Forward(y).AddColumns(y.MatMul(a).MatMul(b), start: 2);
                x += y.RotaryEmbedding(Heads + 1, new RotaryTable(Length, HeadWidth)).Attention(Heads, 1, causal: true);
                x += down.Forward(gate.Forward(second.Forward(x)).Swiglu());
                return (x.MatMulTransposed(tokens.Weight).CrossEntropy(labels), labels);
            };
        }

        private static Func<(Tensor, Indices)> Factors(Graph graph, ParameterBuilder builder, int[] examples)
        {
            const int Length = 4, Width = 6;
            Tensor factor = builder.Parameter("factor", [Width], Initializer.Normal(1)), scale = builder.Parameter("scale", [Width], Initializer.Normal(1));
            Tensor shift = builder.Parameter("shift", [Width], Initializer.Normal(1));
            return () =>
            {
                Tensor x = Filled(graph.Input(Length, Width), examples), targets = graph.Input(Length, Width);
                return (((x * factor).Modulate(shift, scale) - factor).BinaryCrossEntropy(targets), graph.Index());
            };
        }

        private static Tensor Filled(Tensor tensor, int[] examples, int salt = 0)
        {
            int length = tensor.Length / examples.Length;
            for (int i = 0; i < examples.Length; i++)
                new RandomStream(2).Derive("example", 10 * examples[i] + salt).FillNormal(tensor.Values.Slice(i * length, length));
            return tensor;
        }

        private static Indices Numbers(Indices indices, int[] examples, int count, int salt = 0)
        {
            int length = indices.Values.Length / examples.Length;
            for (int i = 0; i < indices.Values.Length; i++)
                indices.Values[i] = ((examples[i / length] + salt) * 5 + i % length * 3) % count;
            return indices;
        }
    }
}
