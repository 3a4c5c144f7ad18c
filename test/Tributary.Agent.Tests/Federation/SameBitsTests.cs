using Tributary.Core;
using Tributary.Simulation;
using Tributary.Tests;

namespace Tributary.Agent.Tests;

/// <summary>Agents with their own files make the model that a simulation of the same files makes, bit for bit.</summary>
public sealed class SameBitsTests
{
    public static TheoryData<string> Stages =>
    [
        """ "stages": [] """,
        """ "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }] """,
        """ "stages": [{ "use": "clip", "norm": 0.01, "adaptive": { "quantile": 0.3 } }, { "use": "quantize" }] """,
        """ "stages": [{ "use": "top-k", "fraction": 0.3 }, { "use": "zip" }], "strategy": { "use": "fed-adam" } """,
    ];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Agents_make_the_model_of_the_simulation(string stages)
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun run = await federation.SubmitAsync(SmallTable.Job(stages, rounds: 3));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents);
        Assert.Equal(RunOutcome.Completed, run.Coordinator!.State.Outcome);
        Assert.Equal(await TestFederation.SimulateAsync(run.Planned), await federation.ModelAsync(run));
        Assert.NotEqual(TestFederation.Bits(run.Planned.Initial), await federation.ModelAsync(run));
        foreach (string site in TestFederation.Names)
        {
            Assert.True(agents[site].State.Runs["run"].IsOver);
            Assert.Equal(5, agents[site].State.Runs["run"].Accepted);
            Assert.Equal(0, ((MemoryBlobStore)federation.Stores[site].Blobs).Count);
            Assert.All(Enumerable.Range(1, 5), round => Assert.NotNull(federation.FolderOf(site).Receipts.Find(new RoundId("run", round))));
        }
    }

    [Fact]
    public async Task Two_runs_at_once_do_not_disturb_each_other()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        TestRun first = await federation.SubmitAsync(SmallTable.Job(), "first"),
            second = await federation.SubmitAsync(SmallTable.Job(""" "seed": 9 """), "second");
        await federation.FinishAsync(federation.Agents());
        Assert.Equal(await TestFederation.SimulateAsync(first.Planned), await federation.ModelAsync(first));
        Assert.Equal(await TestFederation.SimulateAsync(second.Planned), await federation.ModelAsync(second));
    }

    [Fact]
    public async Task Four_hospitals_with_their_own_files_make_the_model_of_the_simulation()
    {
        string heart = SharedData.PathOrSkip("data/heart-disease");
        const string Names = """["age","sex","cp","trestbps","chol","fbs","restecg","thalach","exang","oldpeak","slope","ca","thal","num"]""";
        string[] hospitals = ["cleveland", "hungarian", "switzerland", "va"];
        using var folder = new TemporaryFolder();
        var coordinator = new TestCoordinator(new TestAuthority());
        var agents = new Dictionary<string, SiteAgent>();
        foreach (string hospital in hospitals)
        {
            string raw = File.ReadAllText(Path.Combine(heart, $"processed.{hospital}.data")), path = Path.Combine(folder.Path, "sites", hospital);
            folder.Write($"heart/{hospital}.csv", string.Join(',', Names.Trim('[', ']').Replace("\"", "", StringComparison.Ordinal)) + "\n" + raw);
            SiteFolder site = await coordinator.Authority.EnrolAsync(hospital, path);
            folder.Write($"sites/{hospital}/export.data", raw);
            folder.Write($"sites/{hospital}/site.json", $$"""
                { "data": { "heart": { "use": "csv", "path": "export.data", "names": {{Names}} } },
                  "policy": { "approve": "policy", "jobs": ["heart*"], "questions": ["train", "column-means", "column-deviations"] } }
                """);
            AgentStore store = TestFederation.MemoryStore();
            agents[hospital] = new SiteAgent(site, store, coordinator.ServiceOf(hospital, store), new AgentOptions { Hold = TimeSpan.Zero });
        }
        PlannedJob planned = TestFederation.Plan(HeartJob, folder.Path);
        TestRun run = await coordinator.SubmitAsync(new TestRun("heart-1", planned, hospitals));
        while ((await run.Coordinator!.TickAsync()).Outcome is null)
            foreach (SiteAgent agent in agents.Values) await agent.TurnAsync(CancellationToken.None);
        byte[] model = await coordinator.ModelAsync(run);
        Assert.Equal(await TestFederation.SimulateAsync(planned), model);
    }

    private const string HeartJob = """
        {
          "name": "heart", "partition": { "use": "by-file" }, "holdout": 0.34, "normalize": true, "largestWeight": 300,
          "data": {
            "use": "table", "name": "heart", "path": "heart/*.csv", "dropFirstLevel": true,
            "columns": [
              { "name": "age" }, { "name": "sex" }, { "name": "cp", "values": ["1", "2", "3", "4"] }, { "name": "trestbps" },
              { "name": "chol" }, { "name": "fbs" }, { "name": "restecg", "values": ["0", "1", "2"] }, { "name": "thalach" },
              { "name": "exang" }, { "name": "oldpeak" }
            ],
            "label": { "name": "num", "above": 0, "values": ["healthy", "diseased"] }
          },
          "model": { "use": "logistic" }, "rounds": 4,
          "local": { "steps": 20, "batchSize": 4, "optimizer": { "use": "sgd", "learningRate": 0.001 } }
        }
        """;
}
