using Tributary.Tensors;

namespace Tributary.Core.Tests;

public sealed class CoordinatorTests
{
    [Fact]
    public async Task A_federated_step_over_full_batches_is_the_step_on_all_data()
    {
        var federation = new Federation();
        (double X, double Y)[] pooled = [(1, 2), (2, 4), (3, 4), (0, 1), (1, 1), (2, 2), (-1, -4), (2, 1), (-2, 1)];
        double w = 1 - LeastSquares.Rate * pooled.Average(point => (point.X - point.Y) * point.X);
        double b = 0 - LeastSquares.Rate * pooled.Average(point => point.X - point.Y);

        using Coordinator coordinator = await federation.OpenAsync();
        RunState state = await federation.FinishAsync(coordinator);

        ParameterSet model = await federation.ModelAsync(coordinator);
        Assert.Equal(RunOutcome.Completed, state.Outcome);
        Assert.Equal((float)w, model["w"][0]);
        Assert.Equal((float)b, model["b"][0]);
        Assert.Equal([5f, 6f], model["note"].ToArray());
    }

    [Fact]
    public async Task Reports_the_metrics_as_averages_over_all_examples()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenAsync();
        await federation.FinishAsync(coordinator);
        // Squared errors of y = x: 1, 4 | 1, 1, 0, 0 | 9 | 1, 9 over nine points.
        ModelPublished published = Assert.Single((await federation.EventsAsync()).OfType<ModelPublished>());
        Assert.Equal(26 / 9.0, published.Metrics["loss"], 1e-6);
    }

    [Fact]
    public async Task An_update_handed_in_again_is_answered_like_the_first_time_and_counts_once()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenRoundAsync();
        byte[] body = await federation.BodyAsync(0, coordinator);
        var round = new RoundId("run", 1);
        Receipt first = await coordinator.SubmitAsync(round, federation.Ids[0], body);
        Receipt again = await coordinator.SubmitAsync(round, federation.Ids[0], body);
        Assert.True(first.Accepted);
        Assert.Equal(first, again);
        Assert.Single((await federation.EventsAsync()).OfType<UpdateReceived>());

        await federation.FinishAsync(coordinator);
        Assert.Equal(first, await coordinator.SubmitAsync(round, federation.Ids[0], body)); // its receipt was lost on the way
    }

    [Fact]
    public async Task A_second_and_different_update_of_one_client_does_not_count()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenRoundAsync();
        var round = new RoundId("run", 1);
        await coordinator.SubmitAsync(round, federation.Ids[0], await federation.BodyAsync(0, coordinator));
        Receipt other = await coordinator.SubmitAsync(round, federation.Ids[0], await federation.BodyAsync(1, coordinator));
        Assert.Equal((false, DropReason.NotAsked), (other.Accepted, other.Reason));
    }

    [Fact]
    public async Task A_malformed_update_drops_its_client_and_nobody_else()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenRoundAsync();
        Receipt receipt = await coordinator.SubmitAsync(new RoundId("run", 1), federation.Ids[0], new byte[] { 1, 2, 3 });
        Assert.Equal((false, DropReason.Malformed), (receipt.Accepted, receipt.Reason));
        RunState state = await federation.FinishAsync(coordinator);
        Assert.Equal(RunOutcome.Completed, state.Outcome);
        Assert.Equal(3, state.LastRound!.Received.Count);
        Assert.Equal(DropReason.Malformed, state.LastRound.Dropped[federation.Ids[0]]);
    }

    [Fact]
    public async Task Strangers_get_no_invitation_and_their_updates_do_not_count()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenRoundAsync();
        var stranger = new ClientId("stranger");
        Assert.Null(await coordinator.CheckInAsync(stranger));
        Receipt receipt = await coordinator.SubmitAsync(new RoundId("run", 1), stranger, await federation.BodyAsync(0, coordinator));
        Assert.Equal(DropReason.NotAsked, receipt.Reason);
    }

    [Fact]
    public async Task Over_selection_invites_more_than_it_waits_for()
    {
        var federation = new Federation();
        federation = federation with { Parts = federation.Parts with { Selector = new Select(2), Pacing = new Pace(More: 2) } };
        using Coordinator coordinator = await federation.OpenRoundAsync();
        byte[][] bodies = [await federation.BodyAsync(0, coordinator), await federation.BodyAsync(1, coordinator), await federation.BodyAsync(3, coordinator)];
        Assert.Equal(4, coordinator.State.Round!.Cohort.Length);
        Assert.Equal(2, coordinator.State.Round.Wanted);

        var round = new RoundId("run", 1);
        Assert.True((await coordinator.SubmitAsync(round, federation.Ids[0], bodies[0])).Accepted);
        Assert.True((await coordinator.SubmitAsync(round, federation.Ids[3], bodies[2])).Accepted);
        Receipt late = await coordinator.SubmitAsync(round, federation.Ids[1], bodies[1]);
        Assert.Equal((false, DropReason.TooLate), (late.Accepted, late.Reason));
        Assert.Equal(1, coordinator.State.Model!.Number);
    }

    [Fact]
    public async Task A_deadline_closes_the_round_with_whoever_has_answered()
    {
        var federation = new Federation();
        federation = federation with { Parts = federation.Parts with { Pacing = new Pace(Deadline: Federation.Minute) } };
        using Coordinator coordinator = await federation.OpenRoundAsync();
        byte[] late = await federation.BodyAsync(1, coordinator);
        await federation.Client(0, coordinator).TakePartAsync();
        federation.Clock.Advance(Federation.Minute - TimeSpan.FromTicks(1));
        Assert.Null((await coordinator.TickAsync()).LastRound);

        federation.Clock.Advance(TimeSpan.FromTicks(1));
        Receipt receipt = await coordinator.SubmitAsync(new RoundId("run", 1), federation.Ids[1], late); // nobody has ticked
        Assert.Equal((false, DropReason.Deadline), (receipt.Accepted, receipt.Reason));
        RoundState round = coordinator.State.LastRound!;
        Assert.Equal(RoundPhase.Published, round.Phase);
        Assert.Equal(3, round.Dropped.Values.Count(reason => reason == DropReason.Deadline));
    }

    [Fact]
    public async Task A_round_that_everybody_leaves_fails_with_a_reason_and_in_the_end_so_does_the_run()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenRoundAsync();
        while (coordinator.State.Outcome is null)
        {
            RoundId round = coordinator.State.Round!.Id;
            foreach (ClientId client in federation.Ids) await coordinator.DeclineAsync(round, client, DropReason.Unavailable);
            await coordinator.TickAsync();
        }
        Assert.Equal(RunOutcome.Failed, coordinator.State.Outcome);
        List<RunEvent> events = await federation.EventsAsync();
        Assert.Equal(3, events.OfType<RoundFailed>().Count());
        Problem problem = events.OfType<RoundFailed>().First().Problem;
        Assert.Equal(ProblemCodes.TooFewUpdates, problem.Code);
        Assert.Contains("0 of 4 invited clients", problem.Message);
        Assert.Contains("4 Unavailable", problem.Message);
        Assert.Contains(problem.Message, Assert.IsType<RunFinished>(events[^1]).Reason);
    }

    [Fact]
    public async Task A_round_with_fewer_updates_than_asked_for_makes_no_model()
    {
        var federation = new Federation { MinimumCohort = 3 };
        using Coordinator coordinator = await federation.OpenRoundAsync();
        await federation.Client(0, coordinator).TakePartAsync();
        await federation.Client(1, coordinator).TakePartAsync();
        foreach (ClientId client in federation.Ids) await coordinator.DeclineAsync(new RoundId("run", 1), client, DropReason.Failed);
        Assert.Equal(RoundPhase.Failed, coordinator.State.LastRound!.Phase);
        Assert.Equal(0, coordinator.State.Model!.Number);
        Assert.Contains("2 of 4", coordinator.State.Failure!.Message);
    }

    [Fact]
    public async Task A_selector_that_chooses_nobody_fails_the_round()
    {
        var federation = new Federation();
        federation = federation with { Parts = federation.Parts with { Selector = new Select(0) } };
        using Coordinator coordinator = await federation.OpenAsync();
        RunState state = await federation.FinishAsync(coordinator);
        Assert.Equal(RunOutcome.Failed, state.Outcome);
        Assert.Equal(ProblemCodes.NobodySelected, state.Failure!.Code);
    }

    [Fact]
    public async Task Stages_that_do_not_fit_the_cohort_fail_the_round_in_the_planner_s_words()
    {
        var federation = new Federation();
        federation = federation with
        {
            Parts = federation.Parts with { Strategy = federation.Parts.Strategy with { Aggregator = new Median() }, Selector = new Select(2) },
        };
        using Coordinator coordinator = await federation.OpenAsync();
        RunState state = await federation.FinishAsync(coordinator);
        Assert.Equal(ProblemCodes.TooFewContributions, state.Failure!.Code);
    }

    [Fact]
    public async Task A_target_that_is_reached_ends_the_run()
    {
        var federation = new Federation { Rounds = 10, Target = new EvaluationTarget("loss", 3, LowerIsBetter: true) };
        using Coordinator coordinator = await federation.OpenAsync();
        while ((await coordinator.TickAsync()).Outcome is null)
        {
            for (int i = 0; i < 4; i++) await federation.Client(i, coordinator).TakePartAsync();
            await coordinator.EvaluateAsync(new Dictionary<string, double> { ["loss"] = 5 - coordinator.State.Model!.Number });
        }
        Assert.Equal(RunOutcome.TargetReached, coordinator.State.Outcome);
        Assert.Equal(2, coordinator.State.Model!.Number);
        Assert.Equal([1, 2], (await federation.EventsAsync()).OfType<ModelEvaluated>().Select(e => e.Round));
    }

    [Fact]
    public async Task A_target_that_only_informs_does_not_stop_the_run()
    {
        var federation = new Federation { Rounds = 2, Target = new EvaluationTarget("loss", 3, Stop: false) };
        using Coordinator coordinator = await federation.OpenAsync();
        await coordinator.EvaluateAsync(new Dictionary<string, double> { ["loss"] = 4 });
        RunState state = await federation.FinishAsync(coordinator);
        Assert.Equal((RunOutcome.Completed, 2), (state.Outcome, state.Model!.Number));
    }

    [Fact]
    public async Task Cancelling_ends_the_run_and_forgets_what_clients_have_sent()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenRoundAsync();
        await federation.Client(0, coordinator).TakePartAsync();
        Assert.Equal(1, ((MemoryBlobStore)federation.Updates).Count);
        await coordinator.CancelAsync("changed our mind");
        await coordinator.CancelAsync("again");
        Assert.Equal(RunOutcome.Cancelled, coordinator.State.Outcome);
        Assert.Null(await coordinator.CheckInAsync(federation.Ids[1]));
        Assert.Equal(0, ((MemoryBlobStore)federation.Updates).Count);
        Assert.Single((await federation.EventsAsync()).OfType<RunFinished>());
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 8)]
    public async Task Updates_are_deleted_when_their_round_is_published_and_old_models_unless_they_are_wanted(bool keeps, int blobs)
    {
        var federation = new Federation { Rounds = 3, KeepsHistory = keeps };
        using Coordinator coordinator = await federation.OpenAsync();
        await federation.FinishAsync(coordinator);
        Assert.Equal(0, ((MemoryBlobStore)federation.Updates).Count);
        Assert.Equal(blobs, ((MemoryBlobStore)federation.Models).Count);
    }

    [Fact]
    public async Task Tensors_that_are_not_shared_stay_even_under_weight_decay()
    {
        var federation = new Federation();
        federation = federation with
        {
            Parts = federation.Parts with
            {
                Strategy = federation.Parts.Strategy with { ServerOptimizer = new Sgd { LearningRate = 1, WeightDecay = 0.25 } },
                Pipeline = new Pipeline(new Share { Tensors = ["b"] }),
            },
        };
        using Coordinator coordinator = await federation.OpenAsync();
        await federation.FinishAsync(coordinator);
        ParameterSet model = await federation.ModelAsync(coordinator);
        Assert.Equal(1, model["w"][0]);
        Assert.NotEqual(0, model["b"][0]);
    }

    [Fact]
    public async Task The_order_in_which_updates_arrive_does_not_change_the_model()
    {
        var models = new HashSet<BlobId>();
        foreach (int[] order in new int[][] { [0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1] })
        {
            var federation = new Federation { Rounds = 3 };
            federation = federation with { Parts = federation.Parts with { Pipeline = new Pipeline(new Clip { Norm = 0.3 }, new Quantize()) } };
            using Coordinator coordinator = await federation.OpenAsync();
            models.Add((await federation.FinishAsync(coordinator, order)).Model!.Model);
        }
        Assert.Single(models);
    }

    [Fact]
    public async Task Clients_on_many_threads_give_the_model_of_clients_in_a_row()
    {
        var alone = new Federation { Rounds = 3 };
        using Coordinator sequential = await alone.OpenAsync();
        await alone.FinishAsync(sequential);

        var together = new Federation { Rounds = 3 };
        using Coordinator coordinator = await together.OpenAsync();
        while ((await coordinator.TickAsync()).Outcome is null)
            await Parallel.ForEachAsync(Enumerable.Range(0, 4), async (i, cancellation) => await together.Client(i, coordinator).TakePartAsync(cancellation));
        Assert.Equal(sequential.State.Model, coordinator.State.Model);
    }

    [Fact]
    public async Task Two_coordinators_cannot_write_one_log()
    {
        var federation = new Federation { Rounds = 2 };
        using Coordinator first = await federation.OpenAsync();
        using Coordinator second = await federation.OpenAsync();
        await first.TickAsync();
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.TickAsync());
        Assert.Contains("somebody else writes to it", refusal.Message);
        Assert.NotNull((await second.TickAsync()).Round); // it has read what is new
    }
}
