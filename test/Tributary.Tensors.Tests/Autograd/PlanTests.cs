namespace Tributary.Tensors.Tests;

public sealed class PlanTests
{
    private readonly Graph _graph = new(capacity: 2);

    [Fact]
    public void A_step_on_the_way_cannot_be_read_unless_it_is_kept()
    {
        (Tensor hidden, Tensor kept, Tensor loss) = Record();
        _graph.Plan(loss, kept);
        _graph.Forward();
        Assert.Equal(2 * 3, kept.Values.Length);
        Assert.Contains("Graph.Plan", Assert.Throws<TensorException>(() => hidden.Values.Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_has_no_place_in_the_plan()
    {
        (Tensor hidden, Tensor kept, Tensor loss) = Record();
        _graph.Plan(null);
        _graph.Forward();
        Assert.Contains("another loss", Assert.Throws<TensorException>(() => _graph.Backward(loss)).Message, StringComparison.Ordinal);
        Assert.Contains("Record everything", Assert.Throws<TensorException>(() => hidden.Relu()).Message, StringComparison.Ordinal);
        Assert.Contains("before", Assert.Throws<TensorException>(() => _graph.Plan(loss)).Message, StringComparison.Ordinal);
        Assert.Equal(2 * 3, kept.Length);
    }

    [Fact]
    public void A_failed_pass_leaves_the_graph_usable()
    {
        var builder = new ParameterBuilder();
        Tensor weight = builder.Parameter("weight", [3, 4], Initializer.Ones);
        builder.Build(new RandomStream(0));
        Tensor x = _graph.Input(3).Filled(1);
        Indices labels = _graph.Index();
        Tensor hidden = x.MatMul(weight), loss = hidden.CrossEntropy(labels);
        _graph.Plan(loss);
        labels.Values[1] = 9;
        Assert.Throws<TensorException>(() => _graph.Forward());
        Assert.Throws<TensorException>(() => hidden.Values.Length);
        labels.Values[1] = 2;
        _graph.Forward();
        Assert.True(loss.Values[0] > 0);
    }

    private (Tensor Hidden, Tensor Kept, Tensor Loss) Record()
    {
        var builder = new ParameterBuilder();
        Tensor weight = builder.Parameter("weight", [3, 3], Initializer.Ones);
        builder.Build(new RandomStream(0));
        Tensor hidden = _graph.Input(3).Filled(1, 2).MatMul(weight), kept = hidden.Tanh();
        return (hidden, kept, kept.Scale(2).Mean());
    }
}
