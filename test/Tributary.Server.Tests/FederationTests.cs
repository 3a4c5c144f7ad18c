using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;

namespace Tributary.Server.Tests;

/// <summary>Whole runs between a coordinator and sites over the network of this machine.</summary>
public sealed class FederationTests
{
    private const string Stages = """, "stages": [ { "use": "clip", "norm": 1 }, { "use": "quantize", "bits": 8 } ], "strategy": { "use": "fed-adam" }""";

    private static async Task<BlobId> InProcessAsync(string job)
    {
        (JobSpec spec, IReadOnlyList<IPhase> phases) = Line.Read(job);
        Composition parts = new Catalog().Compose(spec, [])!;
        var store = new MemoryBlobStore();
        ClientId[] ids = [.. Line.Trainers.Select((_, i) => new ClientId($"site-{i}"))];
        using Coordinator coordinator = await Coordinator.OpenAsync(new RunSetup
        {
            Run = "run",
            Job = spec.Name,
            Seed = spec.Seed,
            Phases = phases,
            Clients = ids,
            Begin = () => new ModelState(new ParameterSet(Line.Layout, [1, 0]), parts.Strategy.ServerOptimizer.Begin(Line.Layout)),
            LargestWeight = spec.LargestWeight!.Value,
            MinimumCohort = spec.MinimumCohort,
            Log = new MemoryEventLog<RunEvent>(),
            Models = store,
            Updates = store,
        });
        FederatedClient[] clients = [.. ids.Select((id, i) => new FederatedClient(
            id, coordinator, Line.Trainers[i], new MemoryVault(), new ModelCache(Line.Layout), new RandomStream(3).Derive("client", i)))];
        while ((await coordinator.TickAsync()).Outcome is null)
            foreach (FederatedClient client in clients) await client.TakePartAsync();
        return coordinator.State.Model!.Model;
    }

    [Theory]
    [InlineData("")]
    [InlineData(Stages)]
    public async Task Sites_far_away_learn_the_model_that_sites_in_one_process_learn(string members)
    {
        string job = Line.Job(rounds: 3, cohort: 4, members);
        await using TestServer server = await TestServer.StartAsync();
        TestSite[] sites = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(i => server.EnrolAsync($"site-{i}")))];
        string run = await server.SubmitAsync(job);
        await Task.WhenAll(sites.Select(async (site, i) =>
        {
            await site.ConsentAsync(run);
            await site.TakePartAsync(run, job, Line.Trainers[i], i);
        }));
        RunMessage status = await server.StatusAsync(run);
        Assert.Equal(("completed", 3), (status.State, status.ModelVersion));
        Assert.Equal(await InProcessAsync(job), status.Model);
        Assert.All(sites, site => Assert.Equal(3, site.Receipts.Count));
    }

    [Fact]
    public async Task A_receipt_proves_that_the_log_holds_the_update()
    {
        string job = Line.Job();
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(job);
        await site.ConsentAsync(run);
        await site.TakePartAsync(run, job, Line.Trainers[0], 0);
        LedgerEntry entry = site.Receipts.Single().Entry!;
        Assert.True(Ledger.NoteVerifier.TryParse(site.Answer.CheckpointKey, out Ledger.NoteVerifier? known, out _));
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(site.Answer.CheckpointKey.Split('+', 3)[2]).AsSpan(1), out _);
        Ledger.NoteVerifier verifier = Ledger.NoteVerifier.Of($"{known.Name}/{run}", key);
        Assert.True(Ledger.Checkpoint.Open(entry.Checkpoint, verifier, out Ledger.Checkpoint? head).IsValid);
        var proof = new Ledger.InclusionProof
        {
            Index = entry.Index,
            Size = head!.Size,
            Path = [.. entry.Proof.Select(hash => new Ledger.TreeHash(Convert.FromBase64String(hash)))],
        };
        byte[] leaf = Convert.FromBase64String(entry.Event);
        Assert.True(proof.Verify(Ledger.TreeHash.OfLeaf(leaf), head.Root));
        string[] lines = (await server.Raw(token: server.ResearcherToken).GetStringAsync(Routes.Events(run))).TrimEnd('\n').Split('\n');
        Assert.Equal(System.Text.Encoding.UTF8.GetString(leaf), lines[entry.Index]);
        var tree = new Ledger.MerkleTree();
        foreach (string line in lines.Take((int)head.Size)) tree.Append(System.Text.Encoding.UTF8.GetBytes(line));
        Assert.Equal(head.Root, tree.Root());
    }

    [Fact]
    public async Task A_coordinator_that_is_started_again_in_the_middle_of_a_round_goes_on()
    {
        string job = Line.Job(rounds: 2, cohort: 2);
        await using TestServer server = await TestServer.StartAsync();
        TestSite[] sites = [await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
        string run = await server.SubmitAsync(job);
        foreach (TestSite site in sites) await site.ConsentAsync(run);
        Task<InvitationMessage>[] invitations = [.. sites.Select(site => site.WorkAsync(run))];
        InvitationMessage first = (await Task.WhenAll(invitations))[0];
        await sites[0].Client(run, job, Line.Trainers[0], 0).AnswerAsync(TestSite.Plan(first, job));
        await server.RestartAsync();
        await Task.WhenAll(sites.Select((site, i) => site.TakePartAsync(run, job, Line.Trainers[i], i)));
        RunMessage status = await server.StatusAsync(run);
        Assert.Equal(("completed", 2), (status.State, status.ModelVersion));
        List<RunEvent> events = await server.EventsAsync(run);
        Assert.Equal(2, events.OfType<RoundOpened>().Count()); // the first round was gone on with, not asked again
        Assert.Equal(4, events.OfType<UpdateReceived>().Count());
    }

    [Fact]
    public async Task A_held_check_in_is_answered_when_a_round_opens()
    {
        string job = Line.Job(cohort: 2);
        await using TestServer server = await TestServer.StartAsync();
        TestSite first = await server.EnrolAsync("site-0"), second = await server.EnrolAsync("site-1");
        string run = await server.SubmitAsync(job);
        await first.ConsentAsync(run);
        await second.ConsentAsync(run);
        Task<InvitationMessage?> held = first.CheckInAsync(20, run);
        await second.CheckInAsync(0, run); // now both are there
        InvitationMessage? invitation = await held;
        Assert.Equal((run, 1, 2), (invitation!.Run, invitation.Round, invitation.Cohort));
    }

    [Fact]
    public async Task A_site_that_did_not_agree_is_not_asked_and_one_that_declines_is_let_go()
    {
        string job = Line.Job();
        await using TestServer server = await TestServer.StartAsync();
        TestSite willing = await server.EnrolAsync("willing"), other = await server.EnrolAsync("other");
        string run = await server.SubmitAsync(job);
        Assert.Null(await other.CheckInAsync(0, run));
        await other.ConsentAsync(run, approved: false, "not our purpose");
        await willing.ConsentAsync(run);
        await willing.TakePartAsync(run, job, Line.Trainers[0], 0);
        RunMessage status = await server.StatusAsync(run);
        Assert.Equal("completed", status.State);
        Assert.Equal(("declined", "not our purpose"), (status.Sites[0].Consent, status.Sites[0].Reason));
        Assert.Equal(new ClientId("willing"), Assert.Single((await server.EventsAsync(run)).OfType<RoundOpened>().Single().Cohort));
    }

    [Fact]
    public async Task A_submission_that_is_tried_again_is_one_run()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.EnrolAsync("berlin");
        byte[] file = Line.ModelFile();
        await new BlobTransfer(server.Researcher).UploadAsync(Routes.Upload(BlobId.Of(file)), file);
        var request = new SubmitJobRequest(Line.Job(), BlobId.Of(file), "once");
        Task<SubmitJobAnswer> Submit() => server.Researcher.PostAsync(
            Routes.Jobs, request, ProtocolJson.Default.SubmitJobRequest, ProtocolJson.Default.SubmitJobAnswer);
        Assert.Equal((await Submit()).Run, (await Submit()).Run);
        Assert.Single((await server.Researcher.GetAsync(Routes.Runs, ProtocolJson.Default.RunsMessage)).Runs);
    }

    [Fact]
    public async Task Runs_that_learn_the_same_do_not_delete_each_others_models()
    {
        string job = Line.Job(rounds: 2);
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string first = await server.SubmitAsync(job), second = await server.SubmitAsync(job);
        foreach (string run in (string[])[first, second]) await site.ConsentAsync(run);
        await site.TakePartAsync(first, job, Line.Trainers[0], 0); // deletes the model that it started from, which the other needs
        await site.TakePartAsync(second, job, Line.Trainers[0], 0);
        Assert.Equal((await server.StatusAsync(first)).Model, (await server.StatusAsync(second)).Model);
        Assert.Equal("completed", (await server.StatusAsync(second)).State);
    }
}
