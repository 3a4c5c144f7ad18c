using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class NormalizationTests
{
    private static readonly LabelledData _data = LabelledData.FromColumns(["a", "b"], [5, 100, 7, 300], [0, 1], ["no", "yes"]);

    private static Classifier Build(bool normalize)
    {
        var model = (Classifier)new Mlp { Hidden = [3] }.Build(DataShape.Of(_data, normalize), 2, new RandomStream(1));
        model.Load(_data, [0, 1], new RandomStream(1));
        return model;
    }

    private static void SetStatistics(Model model)
    {
        ParameterSet parameters = model.Parameters.ToSet();
        parameters["normalize.mean"][0] = 6;
        parameters["normalize.mean"][1] = 200;
        parameters["normalize.scale"][0] = 0.5f;
        parameters["normalize.scale"][1] = 0.01f;
        model.Parameters.Load(parameters);
    }

    [Fact]
    public void Starts_as_the_identity()
    {
        Classifier with = Build(normalize: true), without = Build(normalize: false);
        with.Graph.Forward();
        without.Graph.Forward();
        Assert.Equal(without.Probabilities.Values.ToArray(), with.Probabilities.Values.ToArray());
    }

    [Fact]
    public void The_network_sees_each_feature_less_its_mean_times_its_scale()
    {
        Classifier with = Build(normalize: true), without = Build(normalize: false);
        SetStatistics(with);
        without.Load(LabelledData.FromColumns(["a", "b"], [-0.5f, -1, 0.5f, 1], [0, 1], ["no", "yes"]), [0, 1], new RandomStream(1));
        with.Graph.Forward();
        without.Graph.Forward();
        Assert.Equal(without.Loss.Values[0], with.Loss.Values[0], 1e-6f);
        // The same layers under the same names begin with the same numbers, with and without statistics.
        Assert.Equal(without.Parameters.ToSet()["fc1.weight"].ToArray(), with.Parameters.ToSet()["fc1.weight"].ToArray());
    }

    [Fact]
    public void Training_leaves_the_statistics_alone()
    {
        Classifier model = Build(normalize: true);
        SetStatistics(model);
        ParameterSet before = model.Parameters.ToSet();
        var optimizer = new Sgd { LearningRate = 0.1, WeightDecay = 0.1 };
        model.Graph.Forward();
        model.Graph.Backward(model.Loss);
        optimizer.Step(model.Parameters.Trainable, model.Parameters.Gradient, optimizer.Begin(model.Parameters.Layout.TrainableLength));
        ParameterSet after = model.Parameters.ToSet();
        Assert.NotEqual(before["fc1.weight"].ToArray(), after["fc1.weight"].ToArray());
        Assert.Equal(before["normalize.mean"].ToArray(), after["normalize.mean"].ToArray());
        Assert.Equal(before["normalize.scale"].ToArray(), after["normalize.scale"].ToArray());
    }
}
