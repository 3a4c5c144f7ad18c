using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class ClassifierTests
{
    [Fact]
    public void Counts_right_answers_and_sums_losses()
    {
        LabelledData data = SmallData.Rows(6);
        var model = (Classifier)SmallData.Build(new LogisticRegression(), data, 6);
        ParameterSet parameters = model.Parameters.ToSet();
        parameters["linear.weight"][1] = 2; // class 1 for a positive first column: what decides the class, only too mildly
        model.Parameters.Load(parameters);
        model.Load(data, [0, 1, 2, 3, 4, 5], new RandomStream(1));
        model.Graph.Forward();
        double[] sums = new double[2];
        Assert.Equal(6, model.Score(sums));
        Assert.Equal(6, sums[1]);

        double expected = 0;
        float[] row = new float[3];
        for (int i = 0; i < 6; i++)
        {
            data.CopyFeatures(i, row);
            double score = 2 * row[0];
            expected += Math.Log(1 + Math.Exp(score)) - (data.Label(i) == 1 ? score : 0);
        }
        Assert.Equal(expected, sums[0], 1e-5);
    }

    [Fact]
    public void A_logistic_regression_starts_undecided()
    {
        LabelledData data = SmallData.Images();
        var model = (Classifier)SmallData.Build(new LogisticRegression(), data, 1);
        model.Load(data, [0], new RandomStream(1));
        model.Graph.Forward();
        (int best, float probability) = model.Predict(0);
        Assert.Equal(0, best);
        Assert.Equal(1 / 3f, probability, 1e-6f);
    }

    [Fact]
    public void First_values_depend_on_the_seed_and_on_nothing_else()
    {
        DataShape shape = DataShape.Of(SmallData.Rows());
        float[] Values(ulong seed, int capacity) => new Mlp().Build(shape, capacity, new RandomStream(seed)).Parameters.Values.ToArray();
        Assert.Equal(Values(1, 1), Values(1, 50));
        Assert.NotEqual(Values(1, 1), Values(2, 1));
    }
}
