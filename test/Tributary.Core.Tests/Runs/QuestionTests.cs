using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class QuestionTests
{
    private static readonly UpdateSpec _spec =
        UpdateSpec.For([new Segment("a", 2), new Segment("b", 1)], 1, 4, Weighting.Examples, Sees.Sum);

    private readonly ModelState _model = new(new ParameterSet(LeastSquares.Layout), new Sgd { LearningRate = 1 }.Begin(2));

    [Fact]
    public void Averages_reach_the_model_by_name_and_metrics_are_returned()
    {
        var seen = new Dictionary<string, double[]>();
        IReadOnlyDictionary<string, double> metrics = Ask(seen).Take(Sum([1, 2, 3, 4, 0.5f], [2, 2, 2, 2, 0.5f]), _model);
        Assert.Equal([3, 4], seen["a"]);
        Assert.Equal([5], seen["b"]);
        Assert.Equal(6, Assert.Single(metrics).Value);
        Assert.Equal("loss", metrics.Single().Key);
    }

    [Fact]
    public void A_round_that_gets_the_memory_of_an_earlier_one_finds_no_trace_of_it()
    {
        for (int round = 0; round < 5; round++)
        {
            var seen = new Dictionary<string, double[]>();
            Ask(seen).Take(Sum([1, 2, 3, 4, 1]), _model);
            Assert.Equal([1, 2], seen["a"]);
        }
    }

    [Fact]
    public void Rounds_that_are_open_at_the_same_time_share_no_memory_even_if_one_was_taken_twice()
    {
        Question question = Ask([]);
        Aggregate taken = Sum([1, 2, 3, 4, 1]);
        question.Take(taken, _model);
        Aggregate one = Sum([1, 1, 1, 1, 1]);
        Assert.Throws<ObjectDisposedException>(() => question.Take(taken, _model));
        Aggregate other = Sum([2, 2, 2, 2, 1]);
        Assert.NotSame(one.Values, other.Values);
        Assert.Equal([1, 1, 1, 1, 1], one.Mean());
        Assert.Equal([2, 2, 2, 2, 1], other.Mean());
    }

    private static Question Ask(Dictionary<string, double[]> seen) => new()
    {
        Name = "question",
        Answer = _spec.Segments,
        Metrics = ["loss"],
        Pipeline = new Pipeline(),
        Aggregator = new Mean(),
        Weighting = Weighting.Examples,
        Selector = new AllSelector(),
        Pacing = new AllPacing(),
        Apply = (_, answer) =>
        {
            foreach ((string name, ReadOnlyMemory<double> mean) in answer) seen[name] = mean.ToArray();
        },
    };

    private static Aggregate Sum(params float[][] contributions)
    {
        IAggregation fold = new Mean().Begin(_spec);
        foreach (float[] values in contributions) fold.Add(new RealPayload(_spec.Segments, values));
        return fold.Finish();
    }
}
