using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class RecoveryTests
{
    private static Federation Small()
    {
        var federation = new Federation { Rounds = 3, Layout = LeastSquares.Averaged, First = [1, 0, 5, 6, 0, 0, 0.5f, 0] };
        return federation with
        {
            Parts = federation.Parts with
            {
                Strategy = new Strategy { Name = "fed-adam", ServerOptimizer = new AdamW { LearningRate = 0.1, Epsilon = 1e-3, BiasCorrection = false } },
                Selector = new UniformSelector { Count = 3 },
                Pipeline = new Pipeline(new Clip { Norm = 0.5, Adaptive = new AdaptiveNorm() }, new Quantize { Bits = 6 }),
            },
        };
    }

    private static async Task<(RunState State, int Appends)> UninterruptedAsync()
    {
        Federation federation = Small();
        using Coordinator coordinator = await federation.OpenAsync();
        RunState state = await federation.FinishAsync(coordinator);
        return (state, (await federation.EventsAsync()).Count);
    }

    [Fact]
    public async Task The_model_that_is_compared_below_carries_a_mean_of_all_that_were_published()
    {
        Federation federation = Small() with { KeepsHistory = true };
        using Coordinator coordinator = await federation.OpenAsync();
        await federation.FinishAsync(coordinator);
        var published = new List<ParameterSet>();
        foreach (ModelPublished e in (await federation.EventsAsync()).OfType<ModelPublished>())
            published.Add(SafetensorsReader.Read(await federation.Models.GetAsync(e.Version.Model)).ToParameters(federation.Layout));
        ParameterSet last = await federation.ModelAsync(coordinator);
        Assert.Equal(3, last["average.models"][0]);
        double mean = published[^3]["w"][0] / 4.0 + published[^2]["w"][0] / 4.0 + published[^1]["w"][0] / 2.0;
        Assert.Equal(mean, ModelAverage.Of(last)["w"][0], 1e-6);
        Assert.NotEqual(last["w"][0], ModelAverage.Of(last)["w"][0]);
    }

    [Theory]
    [InlineData(Crash.BeforeAppend)]
    [InlineData(Crash.AfterAppend)]
    public async Task A_coordinator_killed_at_any_event_ends_with_the_same_model(Crash crash)
    {
        (RunState expected, int appends) = await UninterruptedAsync();
        int crashes = 0;
        for (int kill = 1; kill <= appends; kill++)
        {
            Federation federation = Small();
            try
            {
                using Coordinator killed = await Coordinator.OpenAsync(federation.Setup with { Log = new CrashingLog<RunEvent>(federation.Log, crash, kill) });
                await federation.FinishAsync(killed);
            }
            catch (CrashException)
            {
                crashes++;
            }
            using Coordinator resumed = await federation.OpenAsync();
            RunState state = await federation.FinishAsync(resumed);
            Assert.Equal(expected.Model, state.Model);
            Assert.Equal(RunOutcome.Completed, state.Outcome);
            Assert.Equal(0, ((MemoryBlobStore)federation.Updates).Count);
        }
        Assert.True(crashes > 15, $"only {crashes} crashes");
    }

    [Fact]
    public async Task Every_prefix_of_a_log_can_be_resumed_to_the_same_model()
    {
        Federation whole = Small() with { KeepsHistory = true, Updates = new KeepingStore() };
        using Coordinator coordinator = await whole.OpenAsync();
        RunState expected = await whole.FinishAsync(coordinator);
        List<RunEvent> events = await whole.EventsAsync();
        Assert.True(events.Count > 15);
        for (int length = 0; length <= events.Count; length++)
        {
            var log = new MemoryEventLog<RunEvent>();
            if (length > 0) await log.AppendAsync("run", 0, events[..length]);
            Federation federation = whole with { Log = log };
            using Coordinator resumed = await federation.OpenAsync();
            RunState state = await federation.FinishAsync(resumed);
            Assert.Equal(expected.Model, state.Model);
        }
    }

    [Fact]
    public async Task A_failed_write_leaves_a_coordinator_that_goes_on_from_its_log()
    {
        (RunState expected, _) = await UninterruptedAsync();
        Federation federation = Small();
        var log = new FlakyLog(federation.Log, every: 4);
        using Coordinator coordinator = await Coordinator.OpenAsync(federation.Setup with { Log = log });
        while (coordinator.State.Outcome is null)
        {
            try
            {
                await federation.FinishAsync(coordinator);
            }
            catch (CrashException)
            {
            }
        }
        Assert.True(log.Failures > 3);
        Assert.Equal(expected.Model, coordinator.State.Model);
    }

    [Fact]
    public async Task A_round_whose_updates_were_not_kept_is_asked_again()
    {
        Federation federation = Small() with { Updates = new DiscardingBlobStore() };
        using (Coordinator stopped = await federation.OpenRoundAsync())
            await federation.Client(0, stopped).TakePartAsync();
        using Coordinator resumed = await federation.OpenAsync();
        Assert.Equal(ProblemCodes.UpdatesLost, resumed.State.Failure!.Code);
        Assert.Equal(RunOutcome.Completed, (await federation.FinishAsync(resumed)).Outcome);
        Assert.Equal(3, resumed.State.Model!.Number);
    }

    /// <summary>Answers the same in every round.</summary>
    private sealed class Constant : ILocalTrainer
    {
        public ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation)
        {
            task.Values.Span.Fill(1);
            return new(new LocalResult(1, [0]));
        }
    }

    [Fact]
    public async Task An_update_that_equals_one_of_the_round_before_survives_a_restart()
    {
        var federation = new Federation { Rounds = 2, Trainers = [new Constant(), new Constant()] };
        using (Coordinator stopped = await federation.OpenRoundAsync())
        {
            await federation.Client(0, stopped).TakePartAsync();
            await federation.Client(1, stopped).TakePartAsync();
            await stopped.TickAsync();
            await federation.Client(0, stopped).TakePartAsync();
        }
        using Coordinator resumed = await federation.OpenAsync();
        Assert.Null(resumed.State.Failure);
        Assert.Equal(2, (await federation.FinishAsync(resumed)).Model!.Number);
    }

    [Fact]
    public async Task A_log_of_another_job_is_refused()
    {
        Federation federation = Small();
        using (await federation.OpenRoundAsync())
        {
        }
        InvalidOperationException seed = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await Coordinator.OpenAsync(federation.Setup with { Seed = 8 }));
        Assert.Contains("belongs to another job", seed.Message);
        InvalidOperationException question = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await Coordinator.OpenAsync(federation.Setup with { Phases = [] }));
        Assert.Contains("asks 'train'", question.Message);
    }
}
