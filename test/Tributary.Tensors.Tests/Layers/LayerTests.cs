namespace Tributary.Tensors.Tests;

public sealed class LayerTests
{
    private readonly ParameterBuilder _builder = new();
    private readonly Graph _graph = new(capacity: 2);

    [Fact]
    public void Layers_declare_the_usual_names_and_shapes()
    {
        _ = new Linear(_builder.Scope("linear"), 3, 2);
        _ = new Linear(_builder.Scope("plain"), 3, 2, bias: false);
        _ = new Embedding(_builder.Scope("tokens"), 7, 4);
        _ = new LayerNorm(_builder.Scope("norm"), 4);
        _ = new Conv2d(_builder.Scope("conv"), 3, 8, size: 5);
        _ = new MultiHeadAttention(_builder.Scope("attention"), 4, heads: 2, causal: true);
        _ = new FeedForward(_builder.Scope("mlp"), 4, 16);
        Assert.Equal(
            [
                "linear.weight (3, 2)", "linear.bias (2)", "plain.weight (3, 2)", "tokens.weight (7, 4)", "norm.weight (4)", "norm.bias (4)",
                "conv.weight (5, 5, 3, 8)", "conv.bias (8)", "attention.qkv.weight (4, 12)", "attention.qkv.bias (12)",
                "attention.proj.weight (4, 4)", "attention.proj.bias (4)", "mlp.fc1.weight (4, 16)", "mlp.fc1.bias (16)",
                "mlp.fc2.weight (16, 4)", "mlp.fc2.bias (4)",
            ],
            _builder.Build(new RandomStream(1)).Layout.Entries.Select(entry => $"{entry.Name} {entry.Shape}"));
    }

    [Fact]
    public void Layers_keep_the_first_extents()
    {
        Tensor tokens = new Embedding(_builder.Scope("tokens"), 7, 4).Forward(_graph.Index(5));
        Assert.Equal([2, 5, 4], tokens.Shape);
        Assert.Equal([2, 5, 3], new Linear(_builder.Scope("linear"), 4, 3).Forward(tokens).Shape);
        Assert.Equal([2, 5, 4], new LayerNorm(_builder.Scope("norm"), 4).Forward(tokens).Shape);
        Assert.Equal([2, 5, 4], new MultiHeadAttention(_builder.Scope("attention"), 4, heads: 2, causal: true).Forward(tokens).Shape);
        Assert.Equal([2, 5, 4], new FeedForward(_builder.Scope("mlp"), 4, 16).Forward(tokens).Shape);
        Assert.Equal([2, 6, 7, 8], new Conv2d(_builder.Scope("same"), 3, 8, size: 5).Forward(_graph.Input(6, 7, 3)).Shape);
        Assert.Equal([2, 2, 3, 8], new Conv2d(_builder.Scope("valid"), 3, 8, size: 5, same: false).Forward(_graph.Input(6, 7, 3)).Shape);
    }

    [Fact]
    public void A_linear_layer_starts_within_one_over_the_root_of_its_inputs()
    {
        var linear = new Linear(_builder, 100, 50);
        _builder.Build(new RandomStream(1));
        Assert.All(linear.Weight.Values.ToArray(), value => Assert.InRange(value, -0.1f, 0.1f));
        Assert.Contains(linear.Weight.Values.ToArray(), value => Math.Abs(value) > 0.099f);
    }

    [Fact]
    public void A_causal_layer_sees_nothing_of_what_comes_later()
    {
        Tensor x = _graph.Input(5, 4);
        new RandomStream(2).FillNormal(x.Values);
        Tensor y = new MultiHeadAttention(_builder, 4, heads: 2, causal: true).Forward(x);
        _builder.Build(new RandomStream(1));
        _graph.Forward();
        float[] before = y.Values.ToArray();
        x.Values[3 * 4] += 1; // position 3 of example 0
        _graph.Forward();
        Assert.Equal(before.AsSpan(0, 3 * 4), y.Values[..(3 * 4)]);
        Assert.False(before.AsSpan(3 * 4, 4).SequenceEqual(y.Values.Slice(3 * 4, 4)));
        Assert.Equal(before.AsSpan(5 * 4), y.Values[(5 * 4)..]);
    }
}
