namespace Tributary.Tensors.Tests;

public sealed class GraphTests
{
    [Fact]
    public void Only_the_current_batch_is_visible()
    {
        var graph = new Graph(capacity: 8) { Batch = 3 };
        Assert.Equal(3 * 5, graph.Input(5).Values.Length);
        Assert.Equal(3 * 2, graph.Index(2).Values.Length);
        Assert.Equal(3, graph.Input(5).Relu().Rows);
    }

    [Fact]
    public void Refuses_a_batch_beyond_its_capacity()
    {
        var graph = new Graph(capacity: 8);
        Assert.Contains("1 to 8", Assert.Throws<TensorException>(() => graph.Batch = 9).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => graph.Batch = 0);
    }

    [Fact]
    public void Refuses_the_gradient_of_anything_but_a_trainable_scalar()
    {
        var graph = new Graph(capacity: 2);
        Tensor x = graph.Input(3);
        Assert.Contains("scalar", Assert.Throws<TensorException>(() => graph.Backward(x.Relu())).Message, StringComparison.Ordinal);
        Tensor mean = x.Mean();
        Assert.Contains("no trainable parameter", Assert.Throws<TensorException>(() => graph.Backward(mean)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_tensors_of_two_graphs_and_of_none()
    {
        Tensor x = new Graph(2).Input(3), y = new Graph(2).Input(3), weight = new ParameterBuilder().Parameter("weight", [3], Initializer.Ones);
        Assert.Contains("two", Assert.Throws<TensorException>(() => x + y).Message, StringComparison.Ordinal);
        Assert.Contains("parameters only", Assert.Throws<TensorException>(() => weight.Relu()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_after_the_tensor_that_is_asked_for()
    {
        var graph = new Graph(capacity: 1);
        Tensor x = graph.Input(1).Filled(2), first = x.Scale(3), second = first.Scale(5);
        graph.Forward(first);
        Assert.Equal([6f], first.Values);
        Assert.Equal([0f], second.Values);
        graph.Forward();
        Assert.Equal([30f], second.Values);
    }

    [Fact]
    public void A_branch_that_the_loss_does_not_read_has_no_say_in_the_gradient()
    {
        var builder = new ParameterBuilder();
        Tensor weight = builder.Parameter("weight", [1], Initializer.Ones), unused = builder.Parameter("unused", [1], Initializer.Ones);
        Parameters parameters = builder.Build(new RandomStream(0));
        var graph = new Graph(capacity: 1);
        Tensor x = graph.Input(1).Filled(2);
        Tensor other = (x * weight * unused).Scale(100).Sum();
        Tensor loss = (x * weight).Sum();
        graph.Forward();
        graph.Backward(other);
        Assert.Equal([200f, 200f], parameters.Gradient);
        graph.Backward(loss);
        Assert.Equal([2f, 0f], parameters.Gradient);
    }

    [Fact]
    public void A_view_shares_values_and_gradient()
    {
        var graph = new Graph(capacity: 2);
        Tensor x = graph.Allocate([2, 6], requiresGradient: true, perExample: true).Filled(1, 2, 3);
        Tensor view = x.Reshape(3, 2);
        Tensor loss = (view * view).Sum() + x.Sum();
        graph.Forward();
        graph.Backward(loss);
        Assert.Equal(x.Values, view.Values);
        Assert.Equal([3f, 5f, 7f, 3f, 5f, 7f], x.Gradient[..6]);
        Assert.Throws<TensorException>(() => x.Reshape(5));
    }

    [Fact]
    public void Refuses_to_read_a_parameter_that_has_not_been_built()
    {
        Tensor weight = new ParameterBuilder().Parameter("weight", [3], Initializer.Ones);
        Assert.Contains("Build", Assert.Throws<TensorException>(() => weight.Values.Length).Message, StringComparison.Ordinal);
    }
}
