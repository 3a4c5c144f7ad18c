using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Agent.Tests;

/// <summary>A site that measures models and trains none.</summary>
public sealed class EvaluatorTests
{
    private const string Measured = """ "evaluate": { "every": 2, "target": { "metric": "accuracy", "value": 0.5 } } """;

    private static async Task<List<ModelEvaluated>> EvaluationsAsync(TestRun run) =>
        await run.Log.ReadAsync(run.Name).OfType<ModelEvaluated>().ToListAsync();

    [Fact]
    public async Task A_run_with_an_evaluator_stops_at_its_target()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(Measured, rounds: 20));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        agents["judge"] = await federation.EvaluatorAsync();
        await federation.FinishAsync(agents);
        RunState state = run.Coordinator!.State;
        Assert.Equal(RunOutcome.TargetReached, state.Outcome);
        ModelEvaluated evaluated = Assert.Single(await EvaluationsAsync(run));
        Assert.Equal((4, "judge"), (evaluated.Round, evaluated.By)); // two rounds of columns and two of training
        Assert.InRange(evaluated.Metrics["accuracy"], 0.5, 1);
        Assert.DoesNotContain(federation.Notices, notice => notice.Kind == AgentNoticeKind.Failed);
        foreach (SiteAgent agent in agents.Values) agent.Dispose();
    }

    [Fact]
    public async Task Every_model_that_is_due_is_measured_on_all_of_the_evaluators_data()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(Measured.Replace("0.5", "2", StringComparison.Ordinal), rounds: 5));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        agents["judge"] = await federation.EvaluatorAsync();
        byte[] measured = [];
        federation.Coordinator.BeforeEvaluation = () => measured = federation.ModelAsync(run).GetAwaiter().GetResult();
        await federation.FinishAsync(agents);
        List<ModelEvaluated> evaluations = await EvaluationsAsync(run);
        Assert.Equal([4, 6, 7], evaluations.Select(evaluated => evaluated.Round)); // two rounds of columns, five of training
        var problems = new List<Problem>();
        SiteJob job = Reader(federation).Read(run.Planned.Text, problems)!;
        var model = new ParameterSet(run.Planned.Initial.Layout);
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(measured).CopyTo(model.Values);
        Assert.Equal(
            new Evaluator(new Pool<Model>(job.Model.BuildForEvaluation), 1).Evaluate(model, job.Data.Train), evaluations[^1].Metrics);
        foreach (SiteAgent agent in agents.Values) agent.Dispose();
    }

    [Fact]
    public async Task A_model_that_was_replaced_meanwhile_is_no_failure_and_the_next_is_measured()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(Measured.Replace("2,", "1,", StringComparison.Ordinal), rounds: 20));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        int version = 0;
        federation.Coordinator.BeforeEvaluation = () =>
        {
            if (version == 0) // every site answers one more round before the evaluation comes in
                do
                {
                    foreach (string site in TestFederation.Names) agents[site].TurnAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    run.Coordinator!.TickAsync().AsTask().GetAwaiter().GetResult();
                }
                while (run.Coordinator!.State.Model!.Number == 3);
            version = run.Coordinator!.State.Model!.Number;
        };
        Dictionary<string, SiteAgent> all = new(agents) { ["judge"] = await federation.EvaluatorAsync() };
        await federation.FinishAsync(all);
        Assert.InRange(version, 4, 5);
        Assert.Equal(version, Assert.Single(await EvaluationsAsync(run)).Round);
        Assert.DoesNotContain(federation.Notices, notice => notice.Kind == AgentNoticeKind.Failed);
        foreach (SiteAgent agent in all.Values) agent.Dispose();
    }

    [Fact]
    public async Task An_evaluator_measures_nothing_that_its_policy_forbids()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(Measured, rounds: 3));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        agents["judge"] = await federation.EvaluatorAsync(""" "approve": "policy", "jobs": ["heart*"] """);
        await federation.FinishAsync(agents);
        Assert.Equal(RunOutcome.Completed, run.Coordinator!.State.Outcome);
        Assert.Empty(await EvaluationsAsync(run));
        Assert.DoesNotContain("judge", run.Consents.Keys);
        foreach (SiteAgent agent in agents.Values) agent.Dispose();
    }

    private static SiteJobReader Reader(TestFederation federation)
    {
        var catalog = new TrainingCatalog();
        SiteFolder folder = federation.FolderOf(TestFederation.Evaluator);
        return new SiteJobReader(catalog, new DataFolder(), folder.Path, folder.ReadConfiguration(catalog, [])!);
    }
}
