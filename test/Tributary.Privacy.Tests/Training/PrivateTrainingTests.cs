using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Privacy.Tests;

public sealed class PrivateTrainingTests
{
    private static readonly ParameterLayout _layout = new([("w", [40, 10], true), ("b", [10], true)]);

    /// <summary>A job of 100 clients with this in it.</summary>
    private static (Composition Parts, PrivacyPlan? Plan, IReadOnlyList<Problem> Problems) Complete(string more, int clients = 100, int least = 100)
    {
        Catalog catalog = new Catalog().AddPrivacy();
        var problems = new List<Problem>();
        JobSpec job = JobReader.Read($$"""
            { "name": "j", "data": { "use": "d" }, "partition": { "use": "p" }, "model": { "use": "m" }, "rounds": 50, {{more}} }
            """, catalog, problems)!;
        Assert.Empty(problems);
        Composition parts = catalog.Compose(job, problems)!;
        Assert.Empty(problems);
        (Composition complete, PrivacyPlan? plan) = PrivateTraining.Complete(job, parts, _layout, clients, least, problems);
        return (complete, plan, problems);
    }

    private static PrivacyPlan Plan(string more, int clients = 100, int least = 100)
    {
        (_, PrivacyPlan? plan, IReadOnlyList<Problem> problems) = Complete(more, clients, least);
        Assert.Empty(problems);
        return plan!;
    }

    private const string Uniform = """ "weighting": "uniform", "privacy": { "delta": 1e-5 } """;
    private const string Noisy = """ "stages": [{ "use": "clip", "norm": 1 }, { "use": "noise", "multiplier": 2 }] """;
    private const string Poisson = """ "selector": { "use": "poisson", "probability": 0.1 } """;

    [Fact]
    public void A_job_without_noise_promises_nothing()
    {
        (_, PrivacyPlan? plan, IReadOnlyList<Problem> problems) = Complete(""" "stages": [{ "use": "clip", "norm": 1 }] """);
        Assert.Null(plan);
        Assert.Empty(problems);
    }

    [Fact]
    public void Coins_amplify_and_hide_who_takes_part()
    {
        (Composition parts, PrivacyPlan? plan, _) = Complete($"{Uniform}, {Noisy}, {Poisson}");
        Assert.Equal(new PoissonSampledEvent(0.1, new GaussianEvent(2)), plan!.Round);
        Assert.Equal((Neighbours.AddOrRemoveOne, Observer.Public), (plan.Neighbours, plan.Release.Observer));
        Assert.True(((Noise)parts.Pipeline.Stages[^1]).DividesByExpected);
        Assert.Equal(new PldAccountant().Epsilon(plan.Round.Times(50), 1e-5), plan.Epsilon(50));
        Assert.Equal(0, plan.Epsilon(0));
    }

    [Fact]
    public void A_sample_of_fixed_size_compares_replaced_clients_and_counts_on_the_fewest_that_are_drawn_from()
    {
        string job = $$"""{{Uniform}}, {{Noisy}}, "selector": { "use": "uniform", "count": 10 } """;
        Assert.Equal(new FixedSizeSampledEvent(100, 10, new GaussianEvent(1)), Plan(job).Round);
        Assert.Equal(new FixedSizeSampledEvent(40, 10, new GaussianEvent(1)), Plan(job, least: 40).Round);
        Assert.Equal(Neighbours.ReplaceOne, Plan(job).Neighbours);
    }

    [Theory]
    [InlineData(""" "selector": { "use": "all" } """)]
    [InlineData(""" "selector": { "use": "fixed", "clients": ["a", "b"] } """)]
    [InlineData(""" "selector": { "use": "poisson", "probability": 0.1 }, "pacing": { "use": "count", "count": 5 } """)]
    [InlineData(""" "selector": { "use": "uniform", "count": 10 }, "pacing": { "use": "fraction", "fraction": 0.5 } """)]
    public void Nothing_else_amplifies(string selector)
    {
        PrivacyPlan plan = Plan($"{Uniform}, {Noisy}, {selector}");
        Assert.Equal(new GaussianEvent(2), plan.Round);
        Assert.Equal(Neighbours.ReplaceByNothing, plan.Neighbours);
    }

    [Theory]
    [InlineData("""[{ "use": "clip", "norm": 1 }, { "use": "noise", "multiplier": 2, "at": "client" }]""")]
    public void Sampling_hides_nothing_from_the_coordinator(string stages)
    {
        PrivacyPlan plan = Plan($$"""{{Uniform}}, {{Poisson}}, "stages": {{stages}} """);
        Assert.Equal((new GaussianEvent(2), Observer.Server), (plan.Round, plan.Observer));
        Assert.StartsWith("whoever runs the coordinator", plan.AgainstText, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_of_noise_under_a_sum_without_secrecy_hide_nothing_from_the_coordinator_and_say_so()
    {
        PrivacyPlan plan = Plan($$"""
            {{Uniform}}, "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize", "bits": 16 },
                { "use": "noise", "multiplier": 2, "at": "distributed" }, { "use": "plain-sum" }]
            """);
        Assert.Equal(Observer.Public, plan.Observer);
        Assert.EndsWith("not whoever runs the coordinator", plan.AgainstText, StringComparison.Ordinal);
        Assert.Contains(plan.Warnings, warning => warning.Contains("'secagg'", StringComparison.Ordinal));
    }

    [Fact]
    public void Noise_is_worked_out_from_a_budget()
    {
        (Composition parts, PrivacyPlan? plan, _) = Complete($$"""
            "weighting": "uniform", "privacy": { "delta": 1e-5, "epsilon": 2 }, {{Poisson}}, "stages": [{ "use": "clip", "norm": 1 }, { "use": "noise" }]
            """);
        Assert.InRange(plan!.Epsilon(50), 1.99, 2);
        Assert.Equal(plan.Multiplier, ((Noise)parts.Pipeline.Stages[^1]).Multiplier);
        Assert.Equal(plan.Multiplier, Math.Round(plan.Multiplier, 4)); // short enough to be the same at every party
    }

    [Fact]
    public void Skellam_noise_is_worked_out_from_a_budget_and_counted_by_its_own_event()
    {
        PrivacyPlan plan = Plan("""
            "weighting": "uniform", "privacy": { "delta": 1e-5, "epsilon": 8 }, "minimumCohort": 10, "stages": [{ "use": "clip", "norm": 1 },
                { "use": "quantize", "bits": 16 }, { "use": "noise", "at": "distributed", "mechanism": "skellam" }, { "use": "plain-sum" }]
            """);
        var skellam = Assert.IsType<SkellamEvent>(plan.Round);
        Assert.Equal(410, skellam.Dimension);
        Assert.InRange(plan.Epsilon(50), 7.8, 8);
        Assert.Equal("RDP", plan.Accountant);
    }

    [Fact]
    public void A_round_that_would_pass_the_budget_is_objected_to_and_failed_rounds_count()
    {
        PrivacyPlan plan = Plan($$""" "weighting": "uniform", "privacy": { "delta": 1e-5, "epsilon": 1 }, {{Noisy}}, {{Poisson}} """);
        int most = Enumerable.Range(1, 500).TakeWhile(rounds => plan.Epsilon(rounds) <= 1).Last();
        Composition parts = Complete($"{Uniform}, {Noisy}").Parts;
        Question question = new TrainPhase(parts, _layout, 500).Next(RunState.Empty)!;
        RunState Asked(int rounds) => RunState.Empty with { Asked = RunState.Empty.Asked.SetItem("train", rounds) };
        Assert.Null(plan.Objection(Asked(most - 1), question));
        Assert.Contains("budget is spent", plan.Objection(Asked(most), question), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { ProblemCodes.PrivacyIncomplete, "no stage adds noise", $"{Uniform}" },
        { ProblemCodes.PrivacyIncomplete, "without a delta", $$""" "weighting": "uniform", {{Noisy}} """ },
        { ProblemCodes.PrivacyIncomplete, "no budget", $$"""{{Uniform}}, "stages": [{ "use": "clip", "norm": 1 }, { "use": "noise" }] """ },
        { ProblemCodes.DeltaTooLarge, "well below 0.01", $$""" "weighting": "uniform", "privacy": { "delta": 0.01 }, {{Noisy}} """ },
        { ProblemCodes.NoiseWithUnequalWeights, "uniform", $$""" "privacy": { "delta": 1e-5 }, {{Noisy}} """ },
        { ProblemCodes.NoiseWithoutClip, "clip", $$"""{{Uniform}}, "stages": [{ "use": "noise", "multiplier": 1 }] """ },
        { ProblemCodes.NoiseWithoutSum, "'median'", $$"""{{Uniform}}, {{Noisy}}, "aggregator": { "use": "median" } """ },
        { ProblemCodes.ReleaseWithoutNoise, "column", $$"""{{Uniform}}, {{Noisy}}, "normalize": true """ },
        {
            ProblemCodes.SharedNoiseUnmasked, "secagg", $$"""
                {{Uniform}}, "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize", "bits": 16 }, { "use": "noise", "multiplier": 1, "at": "distributed" }]
                """
        },
        {
            ProblemCodes.NoiseImpossible, "groups of 4", $$"""
                {{Uniform}}, "minimumCohort": 5, "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize", "bits": 16 },
                    { "use": "noise", "multiplier": 1, "at": "distributed" }, { "use": "plain-sum", "groupSize": 4 }]
                """
        },
        {
            ProblemCodes.NoiseTooEarly, "'quantize' behind 'noise'", $$"""
                {{Uniform}}, "stages": [{ "use": "clip", "norm": 1 }, { "use": "noise", "multiplier": 1 }, { "use": "quantize" }]
                """
        },
        {
            ProblemCodes.NoiseImpossible, "more than once", $$"""
                {{Uniform}}, "stages": [{ "use": "clip", "norm": 1 }, { "use": "noise", "multiplier": 1 }, { "use": "noise", "multiplier": 1 }]
                """
        },
        {
            ProblemCodes.SamplingNotDone, "any client may take part", $$"""
                "weighting": "uniform", "privacy": { "delta": 1e-5, "samplingProbability": 0.1 }, {{Noisy}}, "selector": { "use": "fixed", "clients": ["a"] }
                """
        },
        {
            ProblemCodes.SamplingNotDone, "quickest", $$"""
                "weighting": "uniform", "privacy": { "delta": 1e-5, "samplingProbability": 0.1 }, {{Noisy}}, {{Poisson}}, "pacing": { "use": "count", "count": 5 }
                """
        },
        {
            ProblemCodes.SamplingNotDone, "probability 0.1", $$"""
                "weighting": "uniform", "privacy": { "delta": 1e-5, "samplingProbability": 0.05 }, {{Noisy}}, {{Poisson}}
                """
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_would_promise_more_than_it_keeps_is_refused(string code, string words, string job)
    {
        Problem problem = Assert.Single(Complete(job).Problems);
        Assert.Equal(code, problem.Code);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sampling_that_is_done_may_be_counted_on() => Plan($$"""
        "weighting": "uniform", "privacy": { "delta": 1e-5, "samplingProbability": 0.1 }, {{Noisy}}, {{Poisson}}
        """);

    [Fact]
    public void Weak_promises_and_drowned_signals_are_called_so()
    {
        Assert.Empty(Plan($"{Uniform}, {Noisy}, {Poisson}").Warnings);
        string weak = Noisy.Replace("2", "0.5", StringComparison.Ordinal);
        Assert.Contains("EPSILON ABOVE 10", Assert.Single(Plan($"{Uniform}, {weak}").Warnings), StringComparison.Ordinal);
        Assert.Contains("drowns", Assert.Single(Plan($"{Uniform}, {Noisy.Replace("2", "80", StringComparison.Ordinal)}, {Poisson}").Warnings), StringComparison.Ordinal);
        Assert.Contains(Plan($"{Uniform}, {Noisy}, {Poisson}").Lines(secret: false), line => line.Contains("not private", StringComparison.Ordinal));
        Assert.DoesNotContain(Plan($"{Uniform}, {Noisy}, {Poisson}").Lines(secret: true), line => line.Contains("not private", StringComparison.Ordinal));
    }
}
