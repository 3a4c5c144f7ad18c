using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class BatchTests
{
    public static TheoryData<string> Names => [.. SmallModels.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_below_capacity_is_computed_as_by_a_graph_of_its_own_size(string name)
    {
        (Model large, Dataset data) = SmallModels.Make(name, capacity: 7);
        (Model exact, _) = SmallModels.Make(name, capacity: 3);
        // A full batch first, whose values must not be left over.
        Step(large, data, [6, 5, 4, 3, 2, 1, 0]);

        (double largeLoss, float[] largeGradient) = Step(large, data, [1, 4, 2]);
        (double exactLoss, float[] exactGradient) = Step(exact, data, [1, 4, 2]);
        Assert.Equal(exactLoss, largeLoss);
        Assert.Equal(exactGradient, largeGradient);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_loss_of_a_batch_is_the_mean_over_its_examples(string name)
    {
        (Model model, Dataset data) = SmallModels.Make(name, capacity: 4);
        double sum = 0, weight = 0;
        // One stream for all, so that a generator meets the same noise alone and in company.
        var random = new RandomStream(5);
        foreach (int example in new[] { 0, 1, 2, 3 })
        {
            model.Load(data, [example], random);
            model.Graph.Forward();
            Score(model, ref sum, ref weight);
        }
        double together = 0, count = 0;
        model.Load(data, [0, 1, 2, 3], new RandomStream(5));
        model.Graph.Forward();
        Score(model, ref together, ref count);

        Assert.Equal(weight, count);
        Assert.Equal(sum / weight, together / count, 1e-5);
        Assert.Equal(model.Loss.Values[0], together / count, 1e-5);
    }

    private static (double Loss, float[] Gradient) Step(Model model, Dataset data, ReadOnlySpan<int> examples)
    {
        model.Load(data, examples, new RandomStream(5));
        model.Graph.Forward();
        model.Graph.Backward(model.Loss);
        return (model.Loss.Values[0], model.Parameters.Gradient.ToArray());
    }

    private static void Score(Model model, ref double loss, ref double examples)
    {
        double[] sums = new double[model.Metrics.Count];
        examples += model.Score(sums);
        loss += sums[0];
    }
}
