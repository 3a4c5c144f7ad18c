using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>Evaluators measure published models, and a run may stop at what they say.</summary>
public sealed class EvaluationTests
{
    private const string Target = """, "evaluate": { "target": { "metric": "loss", "value": 0.5, "lowerIsBetter": true } }""";

    private static Task PostAsync(TestSite evaluator, string run, int version, params (string Name, double Value)[] metrics) =>
        evaluator.Connection.SendAsync(
            HttpMethod.Post, Routes.Evaluations(run),
            new EvaluationMessage(version, metrics.ToDictionary(metric => metric.Name, metric => metric.Value)),
            ProtocolJson.Default.EvaluationMessage);

    private static Task<ModelMessage> ModelAsync(TestSite evaluator, string run) =>
        evaluator.Connection.GetAsync(Routes.Model(run), ProtocolJson.Default.ModelMessage);

    private static async Task<(string Run, TestSite Site)> BeginAsync(TestServer server, string job)
    {
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(job);
        await site.ConsentAsync(run);
        return (run, site);
    }

    private static async Task TrainAsync(TestSite site, string run, string job)
    {
        InvitationMessage work = await site.WorkAsync(run);
        await site.Client(run, job, Line.Trainers[0], 0).AnswerAsync(TestSite.Plan(work, job));
    }

    [Fact]
    public async Task A_run_stops_where_an_evaluator_says_that_the_target_is_reached()
    {
        string job = Line.Job(rounds: 10, members: Target);
        await using TestServer server = await TestServer.StartAsync();
        TestSite evaluator = await server.EnrolAsync("judge", "evaluator");
        (string run, TestSite site) = await BeginAsync(server, job);
        OfferMessage offer = (await evaluator.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage)).Offers.Single();
        Assert.Equal((run, -1), (offer.Run, offer.Number));
        await TrainAsync(site, run, job);
        await PostAsync(evaluator, run, 1, ("loss", 0.75), ("accuracy", 0.5));
        RunMessage status = await server.StatusAsync(run);
        Assert.Equal(0.75, status.Evaluation!["loss"]);
        Assert.NotEqual(0.75, status.Metrics["loss"]); // that of training stands beside it
        await TrainAsync(site, run, job);
        await server.UntilAsync(run, e => e is RoundOpened { Round.Number: 3 });
        await PostAsync(evaluator, run, 2, ("loss", 0.25));
        await TrainAsync(site, run, job); // the round that was open meanwhile
        await server.UntilAsync(run, e => e is RunFinished);
        status = await server.StatusAsync(run);
        Assert.Equal(("target-reached", 3), (status.State, status.ModelVersion));
        Assert.Equal(
            [(1, "judge"), (2, "judge")],
            (await server.EventsAsync(run)).OfType<ModelEvaluated>().Select(evaluated => (evaluated.Round, evaluated.By)));
        await Refused.ByAsync(409, ProblemCodes.RunHasEnded, () => PostAsync(evaluator, run, 3, ("loss", 0)));
        Assert.Empty((await evaluator.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage)).Offers);
    }

    [Fact]
    public async Task Only_the_published_model_is_measured_and_each_once()
    {
        string job = Line.Job(rounds: 10);
        await using TestServer server = await TestServer.StartAsync();
        TestSite evaluator = await server.EnrolAsync("judge", "evaluator"), other = await server.EnrolAsync("other", "evaluator");
        (string run, TestSite site) = await BeginAsync(server, job);
        await Refused.ByAsync(409, ProblemCodes.MalformedRequest, () => PostAsync(evaluator, run, 0, ("loss", 1)));
        await TrainAsync(site, run, job);
        await Refused.ByAsync(409, ProblemCodes.MalformedRequest, () => PostAsync(evaluator, run, 2, ("loss", 1)));
        await PostAsync(evaluator, run, 1, ("loss", 1));
        await PostAsync(evaluator, run, 1, ("loss", 1)); // the answer had been lost
        await PostAsync(other, run, 1, ("loss", 2));
        Assert.Equal(["judge", "other"], (await server.EventsAsync(run)).OfType<ModelEvaluated>().Select(evaluated => evaluated.By));
        await Refused.ByAsync(404, ProblemCodes.NotFound, () => PostAsync(evaluator, "no-such-run", 1, ("loss", 1)));
        await Refused.ByAsync(403, ProblemCodes.Forbidden, () => PostAsync(site, run, 1, ("loss", 1)));
        await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => PostAsync(evaluator, run, 1));
        await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => PostAsync(evaluator, run, 1, ("loss", double.NaN)));
        await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => PostAsync(evaluator, run, 1, ("a\nb", 1)));
    }

    [Fact]
    public async Task A_held_check_in_of_an_evaluator_ends_when_a_model_is_published()
    {
        string job = Line.Job(rounds: 10);
        var clock = new StillTime();
        await using TestServer server = await TestServer.StartAsync(clock: clock);
        TestSite evaluator = await server.EnrolAsync("judge", "evaluator");
        (string run, TestSite site) = await BeginAsync(server, job);
        for (int version = 1; version <= 2; version++)
        {
            await TrainAsync(site, run, job);
            while ((await ModelAsync(evaluator, run)).Version < version)
                Assert.Null(await evaluator.CheckInAsync(20, run)); // never ends by itself: this clock has no timers
        }
    }

    [Fact]
    public void A_model_that_was_published_between_two_check_ins_ends_the_next_one()
    {
        var desk = new CheckInDesk();
        desk.WakeOrNote("judge");
        Assert.True(desk.Enter("judge").Task.IsCompleted);
        TaskCompletionSource held = desk.Enter("judge");
        Assert.False(held.Task.IsCompleted);
        desk.WakeOrNote("judge");
        Assert.True(held.Task.IsCompleted);
        Assert.False(desk.Enter("judge").Task.IsCompleted);
    }
}
