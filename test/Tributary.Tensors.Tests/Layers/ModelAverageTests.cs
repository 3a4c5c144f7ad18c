namespace Tributary.Tensors.Tests;

public sealed class ModelAverageTests
{
    private static ParameterSet Build(double? decay)
    {
        var builder = new ParameterBuilder();
        builder.Scope("fc").Parameter("weight", [2], Initializer.Ones);
        builder.Buffer("table", [3], Initializer.Ones);
        if (decay is { } kept) builder.KeepAverage(kept);
        return builder.Build(new RandomStream(1)).ToSet();
    }

    [Fact]
    public void Is_the_mean_of_the_first_models_and_then_exponential()
    {
        ParameterSet model = Build(0.75);
        double expected = 0;
        for (int n = 1; n <= 8; n++)
        {
            model["fc.weight"].Fill(n * n);
            double share = n <= 4 ? 1.0 / n : 0.25;
            expected += share * (n * n - expected);
            ModelAverage.Follow(model);
            Assert.Equal(n * n, model["fc.weight"][0]);
            Assert.All(ModelAverage.Of(model)["fc.weight"].ToArray(), value => Assert.Equal(expected, value, 1e-5));
        }
    }

    [Fact]
    public void Neither_trains_nor_counts_the_values_that_a_run_began_with()
    {
        ParameterSet model = Build(0.9);
        Assert.Equal(2, model.Layout.TrainableLength); // what is uploaded
        Assert.Equal(2 + 3 + 2 + 1 + 1, model.Layout.Length);
        Assert.Same(model, ModelAverage.Of(model));
        model["fc.weight"].Fill(5);
        ModelAverage.Follow(model);
        Assert.Equal([5, 5], ModelAverage.Of(model)["fc.weight"].ToArray());
        Assert.Equal([1, 1, 1], ModelAverage.Of(model)["table"].ToArray());
    }

    [Fact]
    public void A_model_without_one_is_left_alone()
    {
        ParameterSet model = Build(null);
        float[] before = model.Values.ToArray();
        ModelAverage.Follow(model);
        Assert.Equal(before, model.Values.ToArray());
        Assert.Same(model, ModelAverage.Of(model));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_decay_that_never_forgets_or_is_none_is_refused(double decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Build(decay));
}
