namespace Tributary.Core.Tests;

public sealed class PrivacyBudgetTests
{
    [Fact]
    public async Task A_run_ends_before_a_question_that_is_objected_to()
    {
        Federation federation = new Federation { Rounds = 5 };
        using Coordinator coordinator = await Coordinator.OpenAsync(federation.Setup with
        {
            Objection = (run, question) => run.Asked.GetValueOrDefault(question.Name) == 2 ? "Twice was enough." : null,
        });
        RunState state = await federation.FinishAsync(coordinator);
        Assert.Equal((RunOutcome.BudgetSpent, 2), (state.Outcome, state.Model!.Number));
        Assert.Equal("Twice was enough.", (await federation.EventsAsync()).OfType<RunFinished>().Single().Reason);
    }

    [Fact]
    public async Task Rounds_that_fail_are_asked_too()
    {
        Federation federation = new Federation { Rounds = 2, MinimumCohort = 4 };
        using Coordinator coordinator = await federation.OpenRoundAsync();
        await coordinator.DeclineAsync(coordinator.State.Round!.Id, federation.Ids[0], DropReason.Failed, TestContext.Current.CancellationToken);
        RunState state = await federation.FinishAsync(coordinator);
        Assert.Equal(3, state.Asked["train"]);
        Assert.Equal(2, state.Answered["train"]);
    }

    [Fact]
    public async Task Cohorts_drawn_in_secret_do_not_follow_from_the_seed_and_the_expected_number_is_in_the_log()
    {
        async Task<string> CohortsAsync(bool secret)
        {
            Federation federation = new Federation { Rounds = 30 };
            federation = federation with { Parts = federation.Parts with { Selector = new PoissonSelector { Probability = 0.6 } } };
            using Coordinator coordinator = await Coordinator.OpenAsync(federation.Setup with { DrawsInSecret = secret });
            await federation.FinishAsync(coordinator);
            RoundOpened[] opened = [.. (await federation.EventsAsync()).OfType<RoundOpened>()];
            Assert.All(opened, round => Assert.Equal(2.4, round.Expected!.Value, 1e-12));
            return string.Join(';', opened.Select(round => string.Join(',', round.Cohort)));
        }
        Assert.Equal(await CohortsAsync(secret: false), await CohortsAsync(secret: false));
        Assert.NotEqual(await CohortsAsync(secret: true), await CohortsAsync(secret: true));
    }
}
