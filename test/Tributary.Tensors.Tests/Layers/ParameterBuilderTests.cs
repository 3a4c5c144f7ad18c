namespace Tributary.Tensors.Tests;

public sealed class ParameterBuilderTests
{
    [Fact]
    public void Lays_out_trainable_tensors_first_under_dotted_names()
    {
        var builder = new ParameterBuilder();
        builder.Scope("norm").Buffer("mean", [2], Initializer.Constant(7));
        _ = new Linear(builder.Scope("blocks").Scope("0"), 3, 2);
        Parameters parameters = builder.Build(new RandomStream(1));
        Assert.Equal(["blocks.0.weight", "blocks.0.bias", "norm.mean"], parameters.Layout.Entries.Select(entry => entry.Name));
        Assert.Equal(8, parameters.Gradient.Length);
        Assert.Equal([7f, 7f], parameters.Values[8..]);
        Assert.Equal(parameters.Values[..8], parameters.Trainable);
    }

    [Fact]
    public void Tensors_are_windows_into_the_flat_vectors()
    {
        var builder = new ParameterBuilder();
        var linear = new Linear(builder, 3, 2);
        Parameters parameters = builder.Build(new RandomStream(1));
        parameters.Values.Fill(5);
        parameters.Gradient.Fill(6);
        Assert.All(linear.Weight.Values.ToArray(), value => Assert.Equal(5, value));
        Assert.All(linear.Weight.Gradient.ToArray(), value => Assert.Equal(6, value));
    }

    [Fact]
    public void Another_layer_changes_no_first_value_of_the_others()
    {
        static ReadOnlySpan<float> First(bool more)
        {
            var builder = new ParameterBuilder();
            if (more) _ = new Linear(builder.Scope("before"), 4, 4);
            var linear = new Linear(builder.Scope("fc"), 3, 2);
            builder.Build(new RandomStream(1));
            return linear.Weight.Values;
        }
        Assert.Equal(First(more: false), First(more: true));
    }

    [Fact]
    public void Loads_what_it_saved_and_refuses_another_model()
    {
        static Parameters Build(int outputs)
        {
            var builder = new ParameterBuilder();
            _ = new Linear(builder.Scope("fc"), 3, outputs);
            return builder.Build(new RandomStream(1));
        }
        Parameters parameters = Build(2);
        ParameterSet saved = parameters.ToSet();
        parameters.Values.Clear();
        parameters.Load(saved);
        Assert.Equal(saved.Values, parameters.Values);
        string message = Assert.Throws<TensorException>(() => Build(4).Load(saved)).Message;
        Assert.Contains("'fc.weight': expected shape (3, 4), got (3, 2)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_name_twice()
    {
        var builder = new ParameterBuilder();
        builder.Parameter("weight", [1], Initializer.Zeros);
        builder.Parameter("weight", [1], Initializer.Zeros);
        Assert.Throws<ArgumentException>(() => builder.Build(new RandomStream(1)));
    }

    [Fact]
    public void Refuses_to_build_twice()
    {
        var builder = new ParameterBuilder();
        builder.Parameter("weight", [1], Initializer.Zeros);
        builder.Build(new RandomStream(1));
        Assert.Contains("built before", Assert.Throws<TensorException>(() => builder.Build(new RandomStream(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_tensor_gets_no_gradient_and_lets_others_have_theirs()
    {
        var builder = new ParameterBuilder();
        Tensor frozen = builder.Buffer("frozen", [3, 2], Initializer.Normal(1)), trained = builder.Parameter("trained", [2, 2], Initializer.Normal(1));
        Parameters parameters = builder.Build(new RandomStream(1));
        var graph = new Graph(capacity: 2);
        Tensor loss = graph.Input(3).Filled(1, 2).MatMul(frozen).MatMul(trained).Sum();
        graph.Forward();
        graph.Backward(loss);
        Assert.True(frozen.Gradient.IsEmpty);
        Assert.All(parameters.Gradient.ToArray(), value => Assert.NotEqual(0, value));
    }
}
