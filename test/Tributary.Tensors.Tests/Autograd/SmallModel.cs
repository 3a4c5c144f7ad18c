namespace Tributary.Tensors.Tests;

/// <summary>Small models of each kind, with inputs that depend only on the position in the batch.</summary>
internal sealed class SmallModel
{
    private SmallModel(Graph graph, Parameters parameters, Tensor loss)
    {
        Graph = graph;
        Parameters = parameters;
        Loss = loss;
    }

    public Graph Graph { get; }

    public Parameters Parameters { get; }

    public Tensor Loss { get; }

    public static TheoryData<string> Names => ["perceptron", "convolutional", "transformer", "rotary transformer", "diffusion"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="capacity">The largest batch.</param>
    /// <param name="eager">Whether the first forward pass happens while recording.</param>
    public static SmallModel Named(string name, int capacity, bool eager = false)
    {
        var graph = new Graph(capacity) { Eager = eager };
        return name switch
        {
            "perceptron" => Perceptron(graph),
            "convolutional" => Convolutional(graph),
            "transformer" => Transformer(graph),
            "rotary transformer" => RotaryTransformer(graph),
            _ => Diffusion(graph),
        };
    }

    /// <summary>One step of gradient descent.</summary>
    public void Step(float learningRate)
    {
        Graph.Forward();
        Graph.Backward(Loss);
        Elementwise.AddScaled(Parameters.Gradient, -learningRate, Parameters.Trainable);
    }

    private static SmallModel Perceptron(Graph graph)
    {
        var builder = new ParameterBuilder();
        var hidden = new Linear(builder.Scope("fc1"), 20, 17);
        var output = new Linear(builder.Scope("fc2"), 17, 5);
        (graph.Training, graph.Random) = (true, new RandomStream(3));
        Parameters parameters = builder.Build(new RandomStream(1));
        Tensor x = Inputs(graph.Input(20));
        Tensor loss = output.Forward(hidden.Forward(x).Relu().Dropout(0.2f)).CrossEntropy(Labels(graph.Index(), 5));
        return new SmallModel(graph, parameters, loss);
    }

    private static SmallModel Convolutional(Graph graph)
    {
        var builder = new ParameterBuilder();
        var first = new Conv2d(builder.Scope("conv1"), 1, 5, 3);
        var second = new Conv2d(builder.Scope("conv2"), 5, 18, 3, same: false);
        var output = new Linear(builder.Scope("fc"), 18, 3);
        Parameters parameters = builder.Build(new RandomStream(1));
        Tensor x = Inputs(graph.Input(9, 8, 1));
        Tensor features = second.Forward(first.Forward(x).MaxPool2d().Tanh());
        Tensor loss = output.Forward(features.AveragePool()).CrossEntropy(Labels(graph.Index(), 3));
        return new SmallModel(graph, parameters, loss);
    }

    private static SmallModel Transformer(Graph graph)
    {
        const int Length = 7, Width = 12, Vocabulary = 11;
        var builder = new ParameterBuilder();
        var tokens = new Embedding(builder.Scope("tokens"), Vocabulary, Width, 0.3f);
        Tensor positions = builder.Parameter("positions", [Length, Width], Initializer.Normal(0.3f));
        var attentionNorm = new LayerNorm(builder.Scope("norm1"), Width);
        var attention = new MultiHeadAttention(builder.Scope("attention"), Width, heads: 3, causal: true);
        var feedForwardNorm = new LayerNorm(builder.Scope("norm2"), Width);
        var feedForward = new FeedForward(builder.Scope("mlp"), Width, 4 * Width);
        Parameters parameters = builder.Build(new RandomStream(1));
        Tensor x = tokens.Forward(Labels(graph.Index(Length), Vocabulary)) + positions;
        x += attention.Forward(attentionNorm.Forward(x));
        x += feedForward.Forward(feedForwardNorm.Forward(x));
        Tensor loss = x.MatMulTransposed(tokens.Weight).CrossEntropy(Labels(graph.Index(Length), Vocabulary - 1));
        return new SmallModel(graph, parameters, loss);
    }

    private static SmallModel RotaryTransformer(Graph graph)
    {
        const int Length = 7, HeadWidth = 6, Heads = 4, Kept = 2, Width = Heads * HeadWidth, Vocabulary = 11;
        var builder = new ParameterBuilder();
        var tokens = new Embedding(builder.Scope("tokens"), Vocabulary, Width, 0.3f);
        RmsNorm first = new(builder.Scope("norm1"), Width), second = new(builder.Scope("norm2"), Width);
        var queryKeyValue = new Linear(builder.Scope("qkv"), Width, Width + 2 * Kept * HeadWidth, bias: false);
        Linear gate = new(builder.Scope("gate"), Width, 2 * 20, bias: false), down = new(builder.Scope("down"), 20, Width, bias: false);
        Tensor a = builder.Parameter("lora_A", [Width, 2], Initializer.Normal(0.3f)), b = builder.Parameter("lora_B", [2, 8], Initializer.Normal(0.3f));
        Parameters parameters = builder.Build(new RandomStream(1));
        Tensor x = tokens.Forward(Labels(graph.Index(Length), Vocabulary)), y = first.Forward(x);
        y = queryKeyValue.Forward(y).AddColumns(y.MatMul(a).MatMul(b), start: 3);
        x += y.RotaryEmbedding(Heads + Kept, new RotaryTable(Length, HeadWidth)).Attention(Heads, Kept, causal: true);
        x += down.Forward(gate.Forward(second.Forward(x)).Swiglu());
        Tensor loss = x.MatMulTransposed(tokens.Weight).CrossEntropy(Labels(graph.Index(Length), Vocabulary - 1));
        return new SmallModel(graph, parameters, loss);
    }

    private static SmallModel Diffusion(Graph graph)
    {
        const int Length = 5, Width = 12;
        var builder = new ParameterBuilder();
        var condition = new Linear(builder.Scope("condition"), Width, 3 * Width);
        var attention = new MultiHeadAttention(builder.Scope("attention"), Width, heads: 2, causal: false);
        var output = new Linear(builder.Scope("output"), Width, Width);
        Parameters parameters = builder.Build(new RandomStream(1));
        Tensor x = Inputs(graph.Input(Length, Width)), noise = Inputs(graph.Input(Length, Width)), time = Inputs(graph.Input());
        Tensor modulation = condition.Forward(time.SinusoidalEmbedding(Width).Silu());
        Tensor shift = modulation.Slice(0, Width), scale = modulation.Slice(Width, Width), gate = modulation.Slice(2 * Width, Width);
        Tensor hidden = x + attention.Forward(x.LayerNorm().Modulate(shift, scale)).Gate(gate);
        Tensor loss = output.Forward(hidden).MeanSquaredError(noise);
        return new SmallModel(graph, parameters, loss);
    }

    private static Tensor Inputs(Tensor tensor)
    {
        new RandomStream(2).FillNormal(tensor.Values);
        return tensor;
    }

    private static Indices Labels(Indices indices, int classes)
    {
        for (int i = 0; i < indices.Values.Length; i++) indices.Values[i] = i * 7 % classes;
        return indices;
    }
}
