using Tributary.Core;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

/// <summary>What becomes of adapters that several sites have trained: the mean of their products, or something near it.</summary>
public sealed class AdapterAveragingTests
{
    private const string Remainder = ", \"remainder\": true";

    [Theory]
    [InlineData("fed-ex-lora", Remainder)]
    [InlineData("flora", Remainder)]
    [InlineData("fed-avg", ", \"factors\": \"b\"")]
    public async Task The_additions_become_the_mean_of_the_sites_additions(string strategy, string adapter)
    {
        using var federation = new AdapterFederation();
        // Of two rounds the second begins with factors that are not zero.
        Assert.InRange(await ErrorAsync(federation, strategy, adapter), 0, 1e-6);
    }

    [Fact]
    public async Task Averaging_the_factors_one_by_one_is_something_else()
    {
        using var federation = new AdapterFederation();
        Assert.InRange(await ErrorAsync(federation, "fed-avg", ""), 0.01, 1);
    }

    [Fact]
    public async Task After_a_round_of_flora_the_factors_are_as_they_began()
    {
        using var federation = new AdapterFederation();
        PlannedJob job = Jobs.Plan(federation.Job("flora", Remainder, rounds: 2));
        ParameterSet model = (await Jobs.RunAsync(job)).Model.Parameters;
        Assert.Equal(job.Initial.Trainable.ToArray(), model.Trainable.ToArray());
        Assert.Contains(AdapterFederation.Additions(model), value => value != 0);
    }

    [Theory]
    [InlineData(", \"factors\": \"b\"")]
    [InlineData(", \"factors\": \"core\"")]
    public async Task What_is_linear_is_the_same_when_only_sums_are_read(string adapter)
    {
        using var federation = new AdapterFederation();
        string coded = "{ \"use\": \"clip\", \"norm\": 1 }, { \"use\": \"quantize\" }";
        SimulationResult plain = await Jobs.RunAsync(federation.Job("fed-avg", adapter, coded, 2));
        SimulationResult summed = await Jobs.RunAsync(federation.Job("fed-avg", adapter, coded + ", { \"use\": \"plain-sum\" }", 2));
        Assert.Equal(plain.Model.Parameters.Values.ToArray(), summed.Model.Parameters.Values.ToArray());
        Assert.NotEqual(Jobs.Plan(federation.Job("fed-avg", adapter)).Initial.Values.ToArray(), plain.Model.Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData("fed-ex-lora")]
    [InlineData("flora")]
    public void Products_are_refused_where_only_sums_can_be_read(string strategy)
    {
        using var federation = new AdapterFederation();
        Problem problem = Assert.Single(Jobs.Problems(
            federation.Job(strategy, Remainder, "{ \"use\": \"clip\", \"norm\": 1 }, { \"use\": \"quantize\" }, { \"use\": \"plain-sum\" }")));
        Assert.Equal(ProblemCodes.ProductUnderSum, problem.Code);
        Assert.Contains("plain-sum", problem.Message, StringComparison.Ordinal);
        Assert.Contains("factors", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "remainder")]
    [InlineData(", \"factors\": \"b\", \"remainder\": true", "", "both factors")]
    [InlineData(Remainder, "{ \"use\": \"share\", \"tensors\": [\"*.lora_A\"] }", "both factors")]
    public void A_model_or_a_stage_that_leaves_nothing_to_multiply_is_refused(string adapter, string stages, string says)
    {
        using var federation = new AdapterFederation();
        Problem problem = Assert.Single(Jobs.Problems(federation.Job("fed-ex-lora", adapter, stages)));
        Assert.Equal(ProblemCodes.StageDoesNotFit, problem.Code);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_an_adapter_and_another_aggregator_are_refused()
    {
        Assert.Contains("has none", Assert.Single(Jobs.Problems(Jobs.Digits("""{ "strategy": { "use": "flora" } }"""))).Message, StringComparison.Ordinal);
        Assert.Equal("$.aggregator", Assert.Single(Jobs.Problems(
            Jobs.Digits("""{ "strategy": { "use": "flora" }, "aggregator": { "use": "median" } }"""))).Path);
    }

    [Fact]
    public async Task The_bits_do_not_depend_on_threads()
    {
        using var federation = new AdapterFederation();
        PlannedJob job = Jobs.Plan(federation.Job("fed-ex-lora", Remainder, rounds: 2));
        Assert.Equal(
            (await Jobs.RunAsync(job, threads: 1)).Model.Parameters.Values.ToArray(),
            (await Jobs.RunAsync(job, threads: 3)).Model.Parameters.Values.ToArray());
    }

    [Fact]
    public async Task A_factor_that_is_not_shared_goes_on_at_its_client()
    {
        using var federation = new AdapterFederation();
        string share = "{ \"use\": \"share\", \"tensors\": [\"*.lora_A\"] }";
        PlannedJob job = Jobs.Plan(federation.Job("fed-avg", "", share, rounds: 2));
        ParameterSet after = (await Jobs.RunAsync(job)).Model.Parameters;
        IReadOnlyList<Segment> personal = job.Plan.Personal;
        Assert.All(personal, segment => Assert.EndsWith(".lora_B", segment.Name, StringComparison.Ordinal));
        Assert.All(personal, segment => Assert.All(after[segment.Name].ToArray(), value => Assert.Equal(0, value))); // nobody sent any

        // The same by hand: in the second round each site begins with the common A and its own B.
        ParameterSet[] own = [.. AdapterFederation.TrainEach(job, job.Initial).Select(site => site.Model)];
        double[] shares = [.. AdapterFederation.TrainEach(job, job.Initial).Select(site => site.Share)];
        ParameterSet common = Average(job, own, shares);
        var second = new List<ParameterSet>();
        for (int i = 0; i < own.Length; i++)
        {
            TrainingLoop loop = job.Model.BuildLoop();
            loop.Model.Parameters.Load(common);
            foreach (Segment segment in personal)
                own[i][segment.Name].CopyTo(loop.Model.Parameters.Values.Slice(common.Layout.Find(segment.Name)!.Offset, segment.Length));
            loop.Run(job.Federation.Sites[i].Train, JobStreams.Client(job.Spec, i).Derive("train", 2), 1);
            second.Add(loop.Model.Parameters.ToSet());
        }
        ParameterSet expected = Average(job, [.. second], shares);
        for (int i = 0; i < expected.Values.Length; i++) Assert.Equal(expected.Values[i], after.Values[i], 2e-5);
    }

    private static ParameterSet Average(PlannedJob job, ParameterSet[] models, double[] shares)
    {
        ParameterSet mean = job.Initial.Clone();
        foreach (ParameterEntry entry in mean.Layout.Entries.Where(entry => entry.Name.EndsWith(".lora_A", StringComparison.Ordinal)))
            for (int i = 0; i < entry.Shape.Count; i++)
                mean[entry.Name][i] = (float)models.Select((model, site) => shares[site] * model[entry.Name][i]).Sum();
        return mean;
    }

    private static async Task<double> ErrorAsync(AdapterFederation federation, string strategy, string adapter)
    {
        PlannedJob job = Jobs.Plan(federation.Job(strategy, adapter));
        ParameterSet start = (await Jobs.RunAsync(job)).Model.Parameters;
        PlannedJob second = job with { Initial = start };
        ParameterSet after = (await Jobs.RunAsync(second)).Model.Parameters;
        double[] right = new double[AdapterFederation.Additions(start).Length];
        foreach ((ParameterSet model, double share) in AdapterFederation.TrainEach(second, start))
        {
            double[] own = AdapterFederation.Additions(model);
            for (int i = 0; i < right.Length; i++) right[i] += share * own[i];
        }
        return AdapterFederation.Error(AdapterFederation.Additions(after), right);
    }
}
