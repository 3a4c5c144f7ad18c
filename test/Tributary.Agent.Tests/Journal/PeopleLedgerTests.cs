using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Core.Tests;
using Tributary.Models;
using Tributary.Privacy;

namespace Tributary.Agent.Tests;

/// <summary>Where a column names people, each has a budget: whose is spent is left out, and the others are learnt from.</summary>
public sealed class PeopleLedgerTests
{
    private const double Delta = 1e-5;
    private const string Site = "nord";

    private static readonly SiteBudget _ofThree = new(Epsilon(3), Delta);

    private static double Epsilon(int rounds) => new PldAccountant().Epsilon(new GaussianEvent(4).Times(rounds), Delta);

    private static string Job(int rounds)
    {
        JsonObject job = JsonNode.Parse(SmallTable.Job(rounds: rounds))!.AsObject();
        job.Remove("normalize");
        job.Remove("largestWeight");
        job["weighting"] = "uniform";
        job["minimumCohort"] = 2;
        job["privacy"] = new JsonObject { ["delta"] = 1e-3 };
        job["stages"] = JsonNode.Parse("""[{ "use": "clip", "norm": 1 }, { "use": "noise", "multiplier": 4 }]""");
        return job.ToJsonString();
    }

    private static string Configuration(string more = "") => $$"""
        {
          "data": { "tumours": { "use": "csv", "path": "people.csv", "person": "patient" } },
          "policy": {
            "approve": "policy", {{more}}
            "privacyOfPerson": { "epsilon": {{_ofThree.Epsilon.ToString("R", CultureInfo.InvariantCulture)}}, "delta": 1e-5 }
          }
        }
        """;

    /// <summary>Writes the north's rows with a patient each: two rows are of one.</summary>
    private static void Write(TestFederation federation, Func<int, bool> has)
    {
        string folder = federation.FolderOf(Site).Path;
        string[] lines = File.ReadAllLines(Path.Combine(folder, "own.csv"));
        File.WriteAllLines(Path.Combine(folder, "people.csv"),
            [$"{lines[0]},patient", .. lines.Skip(1).Select((line, row) => (line, row / 2)).Where(row => has(row.Item2)).Select(row => $"{row.line},p{row.Item2}")]);
    }

    private static async Task<TestFederation> FederationAsync(Func<int, bool> has, string more = "")
    {
        TestFederation federation = await TestFederation.CreateAsync();
        Write(federation, has);
        federation.Configure(Site, Configuration(more));
        return federation;
    }

    private static BlobId[] Sent(TestFederation federation, string run) =>
        [.. federation.Coordinator.HandedIn.Where(sent => sent.Site == Site && sent.Round.Run == run).Select(sent => sent.Body)];

    private static async Task<PersonSet> PeopleAsync(TestFederation federation, SiteAgent agent, string run, int round) =>
        PersonSet.FromBytes((await federation.Stores[Site].Blobs.GetAsync(agent.State.Runs[run].People[round])).Span);

    [Fact]
    public async Task Who_came_later_is_learnt_from_when_the_others_are_spent()
    {
        using TestFederation federation = await FederationAsync(person => person < 5);
        await federation.SubmitAsync(Job(rounds: 3), "first");
        await federation.FinishAsync(federation.Agents());
        Write(federation, _ => true); // new patients came, and the old ones stay in the file
        await federation.SubmitAsync(Job(rounds: 1), "second");
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents);
        PersonSet before = await PeopleAsync(federation, agents[Site], "first", 3), after = await PeopleAsync(federation, agents[Site], "second", 1);
        Assert.InRange(before.Count, 3, 5); // some may be held back
        Assert.NotEqual(0, after.Count);
        Assert.Empty(before.People.Intersect(after.People));
        Assert.Contains(federation.Notices, notice => notice.Run == "second"
            && notice.Message.Contains("people are left out: their privacy budget is spent", StringComparison.Ordinal));

        using TestFederation unlimited = await FederationAsync(_ => true);
        await unlimited.SubmitAsync(Job(rounds: 1), "second");
        await unlimited.FinishAsync(unlimited.Agents());
        Assert.NotEqual(Sent(unlimited, "second"), Sent(federation, "second"));
    }

    [Fact]
    public void Only_rows_of_the_people_that_are_asked_for_are_learnt_from()
    {
        var data = LabelledData.FromColumns(["x"], [0, 1, 2, 3, 4], [0, 1, 0, 1, 0], ["no", "yes"], ["ada", "bob", "ada", "eve", "bob"]);
        var people = new RunPeople(data, Site, new SitePolicy { MinimumExamples = 2 }, new AgentJournal(TestFederation.MemoryStore(), TimeProvider.System));
        var (ada, eve) = (PersonSet.DigestOf(Site, "ada"), PersonSet.DigestOf(Site, "eve"));
        Assert.Equal(["ada", "ada", "eve"], people.Of(new PersonSet([eve, ada])).PartitionInput.Keys!);
        Assert.Same(data, people.Of(new PersonSet([eve, ada, PersonSet.DigestOf(Site, "bob")])));
        Assert.Null(people.Objection(new PersonSet([ada])));
        Assert.Contains("2 of 3 people is spent, and too few examples are left without them: 1.", people.Objection(new PersonSet([eve])), StringComparison.Ordinal);
        Assert.NotNull(people.Objection(new PersonSet([])));
        Assert.NotEqual(ada, PersonSet.DigestOf("ost", "ada"));
    }

    [Fact]
    public async Task A_round_is_refused_when_nobody_has_any_left()
    {
        using TestFederation federation = await FederationAsync(_ => true);
        TestRun run = await federation.SubmitAsync(Job(rounds: 5));
        await federation.FinishAsync(federation.Agents());
        Assert.Equal(5, run.Coordinator!.State.Answered["train"]); // the others went on
        Assert.Equal(3, Sent(federation, "run").Distinct().Count());
        Assert.Contains(federation.Notices, notice => notice.Code == ProblemCodes.RefusedBySite
            && notice.Message.Contains("people is spent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_round_is_refused_when_fewer_rows_are_left_than_the_policy_wants()
    {
        using TestFederation federation = await FederationAsync(person => person < 5, "\"minimumExamples\": 6,");
        await federation.SubmitAsync(Job(rounds: 3), "first");
        await federation.FinishAsync(federation.Agents());
        Write(federation, person => person < 7);
        await federation.SubmitAsync(Job(rounds: 1), "second");
        await federation.FinishAsync(federation.Agents());
        Assert.Empty(Sent(federation, "second"));
        Assert.Contains(federation.Notices, notice => notice.Message.Contains("people is spent, and too few examples are left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_site_that_counts_people_takes_no_part_where_no_column_names_them()
    {
        using TestFederation federation = await FederationAsync(_ => true);
        federation.Configure(Site, Configuration().Replace(", \"person\": \"patient\"", "", StringComparison.Ordinal));
        await federation.SubmitAsync(Job(rounds: 9));
        Dictionary<string, SiteAgent> agents = federation.Agents();
        await federation.FinishAsync(agents, mostTurns: 3);
        Assert.Equal(false, agents[Site].State.Runs["run"].Approved);
        Assert.Contains("no column of 'tumours' names people", agents[Site].State.Runs["run"].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Crash.BeforeAppend)]
    [InlineData(Crash.AfterAppend)]
    public async Task An_agent_killed_at_any_event_has_counted_everybody_it_told_of(Crash crash)
    {
        using TestFederation federation = await FederationAsync(_ => true);
        int crashes = 0;
        for (int kill = 1; kill < 100; kill++)
        {
            federation.Forget();
            await federation.SubmitAsync(Job(rounds: 4));
            Dictionary<string, SiteAgent> agents = federation.Agents();
            agents[Site] = federation.Agent(Site, new CrashingLog<AgentEvent>(federation.Stores[Site].Events, crash, kill));
            try
            {
                await federation.FinishAsync(agents);
                break; // there are no more events to be killed at
            }
            catch (CrashException)
            {
                crashes++;
            }
            agents[Site] = federation.Agent(Site);
            await federation.FinishAsync(agents);
            Assert.Equal([1, 2, 3], agents[Site].State.Runs["run"].People.Keys);
            Assert.Equal(3, Sent(federation, "run").Distinct().Count());
        }
        Assert.InRange(crashes, 8, 98);
    }

    [Fact]
    public async Task What_was_told_of_a_person_is_added_up_over_jobs_and_data_sets()
    {
        AgentStore store = TestFederation.MemoryStore();
        var journal = new AgentJournal(store, TimeProvider.System);
        await journal.OpenAsync();
        BlobId blob = BlobId.Of([1]);
        var (ada, bob, eve) = (PersonSet.DigestOf(Site, "ada"), PersonSet.DigestOf(Site, "bob"), PersonSet.DigestOf(Site, "eve"));
        var all = new PersonSet([ada, bob, eve, ada]);
        Assert.Equal(3, all.Count);
        await ToldAsync("one", "hearts", ada, bob);
        await ToldAsync("two", "scans", ada, eve);
        Assert.Equal([ada, bob, eve], (await NextAsync()).Order(ada, bob, eve));
        await ToldAsync("three", "hearts", ada);
        Assert.Equal([bob, eve], (await NextAsync()).Order(ada, bob, eve)); // four times would be too much for one of them
        await journal.AppendAsync([new JobSeen(default, "old", "job", blob, blob, 0), new PrivacyReserved(default, "old", 1, new GaussianEvent(4))]);
        Assert.Equal([bob, eve], (await NextAsync()).Order(ada, bob, eve));
        await ToldAsync("four", "scans", eve);
        Assert.Equal([bob], (await NextAsync()).Order(ada, bob, eve)); // of whom "old" told was not noted: it counts for all
        await journal.AppendAsync(new RunEnded(default, "four", "over"));
        Assert.Equal([bob], (await NextAsync()).Order(ada, bob, eve)); // what was told stays told

        ValueTask<PersonSet> NextAsync() => new PeopleLedger(_ofThree, journal).AffordableAsync(all, new GaussianEvent(4), CancellationToken.None);

        async Task ToldAsync(string run, string data, params UInt128[] of)
        {
            BlobId people = await journal.Blobs.PutAsync(new PersonSet(of).ToBytes());
            await journal.AppendAsync(
                [new JobSeen(default, run, "job", blob, blob, 0), new PrivacyReserved(default, run, 1, new GaussianEvent(4), data, people)]);
        }
    }

    [Fact]
    public void A_list_of_people_that_is_none_is_refused() =>
        Assert.Throws<InvalidDataException>(() => PersonSet.FromBytes(new byte[17]));
}

file static class PersonSets
{
    /// <summary>The people of a set in a given order.</summary>
    public static IEnumerable<UInt128> Order(this PersonSet set, params UInt128[] order) => order.Where(set.Contains);
}
