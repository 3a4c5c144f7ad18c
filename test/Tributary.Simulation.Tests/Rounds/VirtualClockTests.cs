using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Simulation.Tests;

/// <summary>
/// Who is in the aggregate of a round, worked out here from the seed: the model must be, bit for bit, that of a round which invites these
/// clients alone and loses none.
/// </summary>
public sealed class VirtualClockTests
{
    private const int Clients = 12;
    private const double Sigma = 1, ExamplesPerSecond = 200, BytesPerSecond = 50_000;

    /// <summary>One round of twelve clients whose speeds differ much.</summary>
    private static string Job(string pacing, string selector = """{ "use": "all" }""", double dropout = 0, bool differ = true) => Jobs.Digits($$"""
        {
          "seed": 3, "rounds": 1, "partition": { "use": "dirichlet", "clients": {{Clients}}, "alpha": 1, "minimumSize": 5 },
          "selector": {{selector}}, "pacing": {{pacing}}, "local": { "epochs": 2, "batchSize": 32 },
          "simulation": {
            "dropout": {{dropout}}, "examplesPerSecond": {{ExamplesPerSecond}}, "bytesPerSecond": {{BytesPerSecond}},
            "speed": {{(differ ? """{ "use": "log-normal", "sigma": 1 }""" : """{ "use": "constant" }""")}}
          }
        }
        """);

    /// <summary>When each client answers, in seconds after the invitation, and whether it fails instead; from the definitions.</summary>
    private static (ClientId Client, double Seconds, bool Fails)[] Behaviour(PlannedJob job, double dropout = 0) =>
        [.. job.Federation.Sites.Select((site, i) =>
        {
            RandomStream fleet = job.Random.Derive("fleet");
            double speed = Elementary.Exp(Sigma * fleet.Derive("speed", i).NextNormal());
            double seconds = (2 * site.Train.Count / ExamplesPerSecond + 2 * 4.0 * job.Initial.Values.Length / BytesPerSecond) / speed;
            return (site.Id, seconds, fleet.Derive("dropout", i, 1).NextDouble() < dropout);
        })];

    private static async Task<RoundSummary> ExpectAsync(PlannedJob job, IEnumerable<ClientId> received)
    {
        ClientId[] expected = [.. received.OrderBy(client => client.Value, StringComparer.Ordinal)];
        Assert.InRange(expected.Length, 1, Clients - 1);
        string names = string.Join(", ", expected.Select(client => $"\"{client}\""));
        PlannedJob only = Jobs.Plan(Job("""{ "use": "all" }""", $$"""{ "use": "fixed", "clients": [{{names}}] }""", differ: false));

        SimulationResult result = await Jobs.RunAsync(job), reference = await Jobs.RunAsync(only);
        RoundSummary round = Assert.Single(result.Report.Rounds);
        Assert.Equal(expected.Length, round.Received);
        Assert.Equal(reference.Model.Parameters.Values.ToArray(), result.Model.Parameters.Values.ToArray());
        Assert.Equal(reference.Report.Rounds[0].TrainLoss, round.TrainLoss);
        Assert.Equal(reference.Report.Rounds[0].BytesUp, round.BytesUp);
        return round;
    }

    [Fact]
    public async Task Clients_that_fail_are_missing_and_nobody_else()
    {
        PlannedJob job = Jobs.Plan(Job("""{ "use": "all" }""", dropout: 0.4));
        var behaviour = Behaviour(job, dropout: 0.4);
        RoundSummary round = await ExpectAsync(job, behaviour.Where(client => !client.Fails).Select(client => client.Client));
        int failed = behaviour.Count(client => client.Fails);
        Assert.Equal(failed, round.Dropped[DropReason.Unavailable]);
        Assert.Equal(Clients, round.Invited);
        Assert.Equal(behaviour.Max(client => client.Seconds), round.VirtualSeconds!.Value, 1e-6); // a failure shows when an answer was due
    }

    [Fact]
    public async Task Whoever_answers_after_the_deadline_is_missing()
    {
        double deadline = Middle(Behaviour(Jobs.Plan(Job("""{ "use": "all" }"""))));
        PlannedJob job = Jobs.Plan(Job($$"""{ "use": "all", "deadlineSeconds": {{deadline}} }"""));
        RoundSummary round = await ExpectAsync(job, Behaviour(job).Where(client => client.Seconds < deadline).Select(client => client.Client));
        Assert.Equal(Clients - round.Received, round.Dropped[DropReason.Deadline]);
        Assert.Equal(deadline, round.VirtualSeconds!.Value, 1e-6);
    }

    /// <summary>A moment between the sixth answer and the seventh.</summary>
    private static double Middle((ClientId, double Seconds, bool)[] behaviour)
    {
        double[] seconds = [.. behaviour.Select(client => client.Seconds).Order()];
        return Math.Round((seconds[5] + seconds[6]) / 2, 3);
    }

    [Fact]
    public async Task A_round_that_counts_takes_the_first_and_tells_the_others_that_it_is_too_late()
    {
        PlannedJob job = Jobs.Plan(Job("""{ "use": "count", "count": 5 }""", dropout: 0.3));
        var first = Behaviour(job, dropout: 0.3).Where(client => !client.Fails).OrderBy(client => client.Seconds).Take(5).ToArray();
        RoundSummary round = await ExpectAsync(job, first.Select(client => client.Client));
        int failed = Behaviour(job, dropout: 0.3).Count(client => client.Fails && client.Seconds < first[^1].Seconds);
        Assert.Equal(failed, round.Dropped.GetValueOrDefault(DropReason.Unavailable));
        Assert.Equal(Clients - 5 - failed, round.Dropped[DropReason.TooLate]);
        Assert.Equal(first[^1].Seconds, round.VirtualSeconds!.Value, 1e-6);
    }

    [Fact]
    public async Task A_share_of_the_updates_closes_a_round_like_a_count()
    {
        PlannedJob job = Jobs.Plan(Job("""{ "use": "fraction", "fraction": 0.5 }"""));
        await ExpectAsync(job, Behaviour(job).OrderBy(client => client.Seconds).Take(6).Select(client => client.Client));
    }

    [Fact]
    public async Task Over_selection_invites_more_and_takes_the_fastest()
    {
        PlannedJob job = Jobs.Plan(Job("""{ "use": "count", "count": 4, "overSelection": 2 }""", """{ "use": "uniform", "count": 4 }"""));
        ClientId[] all = [.. job.Federation.Sites.Select(site => site.Id).OrderBy(client => client.Value, StringComparer.Ordinal)];
        RandomStream random = new RandomStream(job.Spec.Seed).Derive("select", 1);
        ClientId[] chosen = [.. job.Composition.Selector.Select(all, 1, random)];
        ClientId[] others = [.. all.Except(chosen)];
        random.Derive("over-selection").Shuffle<ClientId>(others);
        HashSet<ClientId> invited = [.. chosen, .. others.Take(4)];

        var fastest = Behaviour(job).Where(client => invited.Contains(client.Client)).OrderBy(client => client.Seconds).Take(4);
        RoundSummary round = await ExpectAsync(job, fastest.Select(client => client.Client));
        Assert.Equal(8, round.Invited);
        Assert.Equal(4, round.Dropped[DropReason.TooLate]);
    }

    [Fact]
    public async Task A_round_begins_when_the_one_before_has_ended()
    {
        string job = Jobs.Digits("""
            {
              "rounds": 3, "pacing": { "use": "count", "count": 2 },
              "simulation": { "speed": { "use": "slow-share", "share": 0.5, "slower": 4 } }
            }
            """);
        SimulationResult result = await Jobs.RunAsync(job);
        Assert.Equal(3, result.Report.Rounds.Count);
        Assert.Equal(result.Report.Rounds.Sum(round => round.VirtualSeconds!.Value), result.Report.Totals.VirtualSeconds!.Value, 1e-6);
    }

    [Fact]
    public async Task A_client_that_takes_steps_works_through_as_many_batches()
    {
        const string Local = """{ "steps": 7, "batchSize": 32, "optimizer": { "use": "sgd", "learningRate": 0.1 } }""";
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""
            { "rounds": 1, "local": {{Local}}, "simulation": { "examplesPerSecond": 100, "bytesPerSecond": 1e12, "dropout": 1e-9 } }
            """));
        SimulationResult result = await Jobs.RunAsync(job);
        Assert.Equal(7 * 32 / 100.0, result.Report.Rounds[0].VirtualSeconds!.Value, 1e-3);
    }

    [Fact]
    public async Task Without_differences_or_deadlines_no_virtual_time_is_told()
    {
        SimulationResult result = await Jobs.RunAsync(Jobs.Digits());
        Assert.All(result.Report.Rounds, round => Assert.Null(round.VirtualSeconds));
        Assert.Null(result.Report.Totals.VirtualSeconds);
    }
}
