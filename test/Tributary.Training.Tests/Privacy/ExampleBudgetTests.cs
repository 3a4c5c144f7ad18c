using Tributary.Core;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class ExampleBudgetTests
{
    private static LocalTraining Local(ExamplePrivacy privacy, int? steps = null) =>
        new() { Optimizer = new Sgd { LearningRate = 1 }, Epochs = 2, Steps = steps, Privacy = privacy };

    private static readonly ExamplePrivacy _known = new() { Clip = 3, Lot = 10, NoiseMultiplier = 1.1, Delta = 1e-4 };

    [Fact]
    public void The_noise_keeps_the_epsilon_that_the_job_gives_and_wastes_nothing()
    {
        var budgets = new ExampleBudgets(Local(_known with { NoiseMultiplier = null, Epsilon = 2 }, steps: 20), rounds: 5, dimension: 1000);
        double spent = budgets.Spent(600, 5);
        Assert.InRange(spent, 1.999, 2);
        Assert.InRange(budgets.Spent(600, 2), 0.1, 1.9);
        Assert.True(budgets.Of(600).NoiseMultiplier < budgets.Of(60).NoiseMultiplier, "A rarer sample needs less noise.");
    }

    [Fact]
    public void What_happened_is_what_the_accountants_are_told()
    {
        ExampleBudget budget = new ExampleBudgets(Local(_known), rounds: 5, dimension: 100).Of(104);
        Assert.Equal(22, budget.Steps); // two passes of eleven samples, rounded up
        Assert.Equal(10 / 104.0, budget.Probability);
        var expected = new PoissonSampledEvent(10 / 104.0, new GaussianEvent(1.1)).Times(66);
        Assert.Equal(new PldAccountant().Epsilon(expected, 1e-4), new PldAccountant().Epsilon(budget.EventOf(3), 1e-4), 1e-6);
        // The noise is that of the multiplier in units of what one example can change on the grid, which is more than the clip.
        Assert.Equal(1.1 * budget.Release.Sensitivity, budget.Release.Sigma, 1e-3);
        Assert.InRange(budget.Release.Sensitivity, (1 << 20) + Math.Sqrt(100), (1 << 20) * 1.001);
    }

    [Fact]
    public void A_client_smaller_than_the_lot_takes_all_of_its_examples()
    {
        ExampleBudget budget = new ExampleBudgets(Local(_known), rounds: 1, dimension: 4).Of(7);
        Assert.Equal((1, 7, 2L), (budget.Probability, budget.Lot, budget.Steps));
    }

    [Fact]
    public void A_delta_that_publishing_one_example_would_keep_is_refused()
    {
        var budgets = new ExampleBudgets(Local(_known), rounds: 1, dimension: 4);
        Problem problem = Assert.Single(Assert.Throws<ProblemException>(() => budgets.Of(10_000)).Problems);
        Assert.Equal((ProblemCodes.ExampleDeltaTooLarge, "$.local.privacy.delta"), (problem.Code, problem.Path));
    }
}
