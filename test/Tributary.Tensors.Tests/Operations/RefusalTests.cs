namespace Tributary.Tensors.Tests;

public sealed class RefusalTests
{
    private readonly Graph _graph = new(capacity: 2);
    private readonly ParameterBuilder _builder = new();

    [Fact]
    public void Operands_that_do_not_fit_are_refused_when_they_are_recorded()
    {
        Tensor x = _graph.Input(5, 9);
        Refuses("(2, 5, 9)", () => x + _graph.Input(5, 8));
        Refuses("(2, 5, 9)", () => x * Parameter(5));
        Refuses("(8)", () => x.Modulate(Parameter(9), Parameter(8)));
        Refuses("expected 7, got 9", () => x.MatMul(Parameter(7, 3)));
        Refuses("all examples share", () => x.MatMul(_graph.Input(9)));
        Refuses("expected (3), got (4)", () => x.Linear(Parameter(9, 3), Parameter(4)));
        Refuses("expected (9), got (5)", () => x.LayerNorm(Parameter(5), Parameter(9)));
        Refuses("(2, 5, 9)", () => x.Attention(heads: 2, causal: true));
        Refuses("divisor of 3", () => x.Attention(heads: 3, keyValueHeads: 2, causal: true));
        Refuses("multiple of 4", () => x.Attention(heads: 2, keyValueHeads: 1, causal: true));
        Refuses("(T, C)", () => x.CachedAttention(heads: 1, keyValueHeads: 1, new KeyValueCache(3)));
        Refuses("no room for 4", () => new KeyValueCache(3).Advance(4));
        Refuses("positive capacity", () => _ = new KeyValueCache(0));
        Refuses("at least 12", () => x.RotaryEmbedding(3, new RotaryTable(5, 4)));
        Refuses("5 positions: the table has 4", () => x.RotaryEmbedding(1, new RotaryTable(4, 4)));
        Refuses("even width", () => _ = new RotaryTable(4, 3));
        Refuses("above one", () => _ = new RotaryTable(4, 4, theta: 1));
        Refuses("expected 1 to", () => _ = new RotaryTable(0, 4));
        Refuses("gate", () => x.Swiglu());
        Refuses("expected (9), got (5)", () => x.RmsNorm(Parameter(5)));
        Refuses("from column 7", () => x.AddColumns(_graph.Input(5, 3), 7));
        Refuses("(5)", () => Parameter(5).Embedding(_graph.Index(3)));
        Refuses("(2, 5)", () => x.CrossEntropy(_graph.Index(4)));
        Refuses("(2, 5, 9)", () => x.MeanSquaredError(_graph.Input(5, 8)));
        Refuses("(2, 9)", () => x.MeanSquaredError(_graph.Input(5, 9), _graph.Input(9)));
        Refuses("(2, 5, 9)", () => x.BinaryCrossEntropy(_graph.Input(5, 8)));
        Refuses("(B, H, W, C)", () => x.Conv2d(Parameter(3, 3, 9, 4)));
        Refuses("expected 3, got 4", () => _graph.Input(8, 8, 3).Conv2d(Parameter(3, 3, 4, 4)));
        Refuses("does not fit", () => _graph.Input(2, 2, 4).Conv2d(Parameter(3, 3, 4, 4), same: false));
        Refuses("at least that large", () => _graph.Input(1, 2, 4).MaxPool2d());
        Refuses("16 x 16", () => _graph.Input(17, 17, 1).MaxPool2d(17));
        Refuses("something between", () => _graph.Input(4).AveragePool());
        Refuses("got 1", () => x.Dropout(1));
        Refuses("even", () => _graph.Input().SinusoidalEmbedding(5));
        Refuses("Columns 7 to 9", () => x.Slice(7, 3));
        Refuses("expected 90, got 88", () => x.Reshape(44));
    }

    [Fact]
    public void What_a_cache_holds_has_no_gradient()
    {
        Tensor weight = _builder.Parameter("weight", [4, 6], Initializer.Ones);
        _builder.Build(new RandomStream(0));
        Tensor loss = _graph.Input(4).MatMul(weight).CachedAttention(1, 1, new KeyValueCache(2)).Sum();
        _graph.Forward();
        Refuses("no gradient", () => _graph.Backward(loss));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_when_they_are_read()
    {
        _graph.Input(5).CrossEntropy(_graph.Index().Filled(5));
        Refuses("0 to 4", () => _graph.Forward());
        var graph = new Graph(capacity: 2);
        Tensor table = _builder.Parameter("table", [3, 2], Initializer.Zeros);
        _builder.Build(new RandomStream(0));
        table.Embedding(graph.Index().Filled(-1));
        Refuses("0 to 2", () => graph.Forward());
    }

    private static void Refuses(string message, Action act) =>
        Assert.Contains(message, Assert.Throws<TensorException>(act).Message, StringComparison.Ordinal);

    private static void Refuses(string message, Func<Tensor> act) => Refuses(message, () => { act(); });

    private static Tensor Parameter(params int[] shape) =>
        new ParameterBuilder().Parameter("parameter", Shape.Create(shape), Initializer.Zeros);
}
