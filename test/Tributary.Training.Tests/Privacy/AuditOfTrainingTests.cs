using Tributary.Core;
using Tributary.Models.Tests;
using Tributary.Privacy;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

/// <summary>One training run with canaries, each included by a fair coin, against what the training claims.</summary>
/// <remarks>Steinke, Nasr, Jagielski, NeurIPS 2023, section 6: gradient canaries, all of the data in every step, every step seen.</remarks>
public sealed class AuditOfTrainingTests(ITestOutputHelper output)
{
    private const int Canaries = 4000, Guesses = 320, Steps = 2, Seeds = 20;
    private const double ClaimedEpsilon = 2, Delta = 1e-5, Significance = 0.05;

    private static readonly ExamplePrivacy _claim = new() { Clip = 0.5, Lot = 0, Epsilon = ClaimedEpsilon, Delta = Delta };

    [Fact]
    public void Half_of_the_claimed_noise_is_caught_and_all_of_it_is_not()
    {
        int honest = Enumerable.Range(1, Seeds).Count(seed => Bound((ulong)seed, share: 1) > ClaimedEpsilon);
        int cheating = Enumerable.Range(1, Seeds).Count(seed => Bound((ulong)seed, share: 0.5) > ClaimedEpsilon);
        output.WriteLine($"Caught with all of the noise: {honest} of {Seeds}; with half of it: {cheating}.");
        Assert.True(honest <= 1 && cheating >= 19, $"Of {Seeds} trainings with all of the noise {honest} were caught, with half of it {cheating}.");
    }

    /// <summary>What an auditor refutes who sees every step of a training with a share of the claimed noise.</summary>
    private static double Bound(ulong seed, double share)
    {
        RandomStream random = new RandomStream(seed).Derive("audit");
        bool[] isIncluded = [.. Enumerable.Range(0, Canaries).Select(_ => random.NextInt(2) == 1)];
        int[] included = [.. Enumerable.Range(0, Canaries).Where(canary => isIncluded[canary])];
        CanaryModel model = CanaryModel.Build(Canaries, included, (float)_claim.Clip);
        var seen = new RecordingOptimizer(rate: 0);
        var options = new LocalTraining { Optimizer = seen, Epochs = null, Steps = Steps, Privacy = _claim };
        double claimed = new ExampleBudgets(options, rounds: 1, Canaries).Of(included.Length).NoiseMultiplier;
        options = options with { Privacy = _claim with { Epsilon = null, NoiseMultiplier = share * claimed } };
        using var bits = new SeededBits(new RandomStream(seed).Derive(share < 1 ? "half of the noise" : "noise"));
        new TrainingLoop(model, options).Run(SmallData.Rows(included.Length), random, secrets: bits);

        int[] byScore = [.. Enumerable.Range(0, Canaries).OrderBy(canary => seen.Steps.Sum(step => step.Gradient[canary]))];
        int right = byScore[..(Guesses / 2)].Count(canary => !isIncluded[canary]) + byScore[^(Guesses / 2)..].Count(canary => isIncluded[canary]);
        return new OneRunAudit(Canaries, Guesses, right).GaussianEpsilonLowerBound(Delta, Significance);
    }
}
