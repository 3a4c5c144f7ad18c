using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class StrategiesTests
{
    [Fact]
    public void Federated_averaging_makes_the_model_the_mean_of_the_clients() => Assert.Equal([3.5], Steps(Strategies.FedAvg(), start: 3, 0.5));

    [Fact]
    public void Federated_sgd_differs_at_the_client_only()
    {
        Assert.Equal([3.25], Steps(Strategies.FedSgd(0.5), start: 3, 0.5));
        Assert.True(Strategies.FedSgd().OneFullBatchStep);
        Assert.False(Strategies.FedAvg().OneFullBatchStep);
    }

    [Fact]
    public void Momentum_carries_on_what_was_learnt()
    {
        Assert.Equal([1, 1.9], Steps(Strategies.FedAvgM(momentum: 0.9), start: 0, 1, 0), Near);
        Assert.Equal([1.9, 2.71], Steps(Strategies.FedAvgM(momentum: 0.9, nesterov: true), start: 0, 1, 0), Near);
        Assert.Equal([0.7 * 1.9, 0.7 * 2.71], Steps(Strategies.DiLoCo(), start: 0, 1, 0), Near);
    }

    [Fact]
    public void Adam_follows_algorithm_2_of_the_paper()
    {
        double m = 0, v = 0, x = 0;
        var expected = new List<double>();
        foreach (double change in _changes)
        {
            m = 0.9 * m + 0.1 * change;
            v = 0.99 * v + 0.01 * change * change;
            expected.Add(x += 0.01 * m / (Math.Sqrt(v) + 1e-3));
        }
        Assert.Equal(expected, Steps(Strategies.FedAdam(), 0, _changes), Near);
    }

    [Fact]
    public void Yogi_follows_algorithm_2_of_the_paper()
    {
        double m = 0, v = 1e-6, x = 0;
        var expected = new List<double>();
        foreach (double change in _changes)
        {
            m = 0.9 * m + 0.1 * change;
            v -= 0.01 * change * change * Math.Sign(v - change * change);
            expected.Add(x += 0.01 * m / (Math.Sqrt(v) + 1e-3));
        }
        Assert.Equal(expected, Steps(Strategies.FedYogi(), 0, _changes), Near);
    }

    [Fact]
    public void Adagrad_follows_algorithm_2_of_the_paper()
    {
        double v = 1e-6, x = 0;
        var expected = new List<double>();
        foreach (double change in _changes)
        {
            v += change * change;
            expected.Add(x += 0.01 * change / (Math.Sqrt(v) + 1e-3));
        }
        Assert.Equal(expected, Steps(Strategies.FedAdagrad(), 0, _changes), Near);
    }

    [Fact]
    public void Each_has_the_name_that_jobs_use() => Assert.Equal(
        ["fed-avg", "fed-sgd", "fed-avg-m", "diloco", "fed-adam", "fed-yogi", "fed-adagrad"],
        new[]
        {
            Strategies.FedAvg(), Strategies.FedSgd(), Strategies.FedAvgM(), Strategies.DiLoCo(), Strategies.FedAdam(), Strategies.FedYogi(),
            Strategies.FedAdagrad(),
        }.Select(strategy => strategy.Name));

    [Fact]
    public void Every_option_out_of_range_is_a_problem_of_its_own()
    {
        IChecked[] fine = [new FedAvg(), new FedSgd(), new FedAvgM(), new DiLoCo(), new FedAdam(), new FedYogi(), new FedAdagrad()];
        Assert.All(fine, options => Assert.Empty(options.Check("$")));
        Assert.Equal(["$.learningRate"], Paths(new FedAvg { LearningRate = 0 }));
        Assert.Equal(["$.learningRate"], Paths(new FedSgd { LearningRate = double.NaN }));
        Assert.Equal(["$.learningRate", "$.momentum"], Paths(new FedAvgM { LearningRate = -1, Momentum = 1 }));
        Assert.Equal(["$.learningRate", "$.momentum"], Paths(new DiLoCo { LearningRate = 0, Momentum = -0.1 }));
        Assert.Equal(["$.learningRate", "$.beta1", "$.beta2", "$.tau"], Paths(new FedAdam { LearningRate = -1, Beta1 = 1, Beta2 = -0.1, Tau = 0 }));
        Assert.Equal(["$.beta2", "$.tau"], Paths(new FedYogi { Beta2 = 1, Tau = -1 }));
        Assert.Equal(["$.beta1", "$.tau"], Paths(new FedAdagrad { Beta1 = 1, Tau = double.PositiveInfinity }));

        static IEnumerable<string> Paths(IChecked options) => options.Check("$").Select(problem => problem.Path);
    }

    private static readonly double[] _changes = [0.5, -0.2, 0.1, 0, 0.02];

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;

    private static IEnumerable<double> Steps(Strategy strategy, float start, params double[] changes)
    {
        float[] model = [start];
        OptimizerState state = strategy.ServerOptimizer.Begin(1);
        var path = new List<double>();
        foreach (double change in changes)
        {
            strategy.ServerOptimizer.Step(model, [-(float)change], state);
            path.Add(model[0]);
        }
        return path;
    }
}
