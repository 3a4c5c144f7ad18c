namespace Tributary.Tensors.Tests;

public sealed class FusionTests
{
    [Fact]
    public void An_activation_and_a_residual_sum_are_computed_with_the_product_before_them()
    {
        (Graph graph, Tensor _, Tensor loss) = Record(new ParameterBuilder());
        graph.Plan(loss);
        Assert.Equal(["Activation`1", "Add"], graph.Operations.Where(operation => operation.IsFused)
            .Select(operation => operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_sum_with_a_row_for_all_examples_is_not()
    {
        var builder = new ParameterBuilder();
        Tensor weight = builder.Parameter("weight", [8, 8], Initializer.Ones), row = builder.Parameter("row", [8], Initializer.Ones);
        builder.Build(new RandomStream(0));
        var graph = new Graph(2);
        graph.Plan((graph.Input(8).MatMul(weight) + row).Mean());
        Assert.DoesNotContain(graph.Operations, operation => operation.IsFused);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    public void The_bits_are_those_of_single_operations(int threads, bool forTraining)
    {
        ParameterBuilder single = new(), fused = new();
        (Graph expectedGraph, Tensor expected, Tensor expectedLoss) = Record(single);
        (Graph graph, Tensor output, Tensor loss) = Record(fused);
        (graph.Threads, graph.LeastWork) = (threads, 1);
        graph.Plan(forTraining ? loss : null, output, loss);
        expectedGraph.Forward();
        graph.Forward();
        Assert.Equal(expected.Values, output.Values);
        Assert.Equal(expectedLoss.Values, loss.Values);
    }

    /// <summary>Large enough for several blocks of rows; the second product has more columns than rows.</summary>
    private static (Graph Graph, Tensor Output, Tensor Loss) Record(ParameterBuilder builder)
    {
        const int Rows = 150, Width = 40, Hidden = 333;
        var up = new Linear(builder.Scope("up"), Width, Hidden);
        var down = new Linear(builder.Scope("down"), Hidden, Width, bias: false);
        builder.Build(new RandomStream(1));
        var graph = new Graph(Rows);
        Tensor x = graph.Input(Width);
        new RandomStream(2).FillNormal(x.Values);
        Tensor hidden = up.Forward(x.Scale(2)).Gelu().Scale(3); // read for the last time by the next product
        Tensor output = x + down.Forward(hidden);
        return (graph, output, output.Mean());
    }
}
