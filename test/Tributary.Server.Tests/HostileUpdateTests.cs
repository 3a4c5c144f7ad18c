using System.Net;
using System.Net.Http.Headers;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;

namespace Tributary.Server.Tests;

/// <summary>Updates that are none: each is refused with the right status, the log says why, and the run goes on.</summary>
public sealed class HostileUpdateTests
{
    private static readonly string _job = Line.Job(cohort: 2);

    // All three are to be in the round, whoever comes first.
    private static readonly ServerSettings _settings = TestServer.Settings with { Pacing = TestServer.Settings.Pacing with { GatherSeconds = 20 } };

    private static byte[] Body(params (string Name, float[] Values)[] tensors)
    {
        using var body = new MemoryStream();
        SafetensorsWriter.Write(body, [.. tensors.Select(tensor => SafetensorsEntry.Of<float>(tensor.Name, tensor.Values, tensor.Values.Length))]);
        return body.ToArray();
    }

    /// <summary>Two honest sites and a hostile one in an open round.</summary>
    private static async Task<(string Run, TestSite Hostile, byte[] Honest, Func<Task<RunMessage>> Finish)> OpenAsync(TestServer server)
    {
        TestSite[] sites = [await server.EnrolAsync("eve"), await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
        string run = await server.SubmitAsync(Line.Job(cohort: 2, members: """, "field": { "sites": ["eve", "site-0", "site-1"] } """));
        foreach (TestSite site in sites) await site.ConsentAsync(run);
        Task<InvitationMessage?> first = sites[0].CheckInAsync(20, run);
        Task<InvitationMessage?>[] work = [first, sites[1].CheckInAsync(20, run), sites[2].CheckInAsync(20, run)];
        InvitationMessage?[] invitations = await Task.WhenAll(work);
        byte[] honest = await sites[0].BodyAsync(invitations[0]!, _job, Line.Trainers[0]);
        return (run, sites[0], honest, async () =>
        {
            for (int i = 1; i < 3; i++) await sites[i].Client(run, _job, Line.Trainers[i], i).AnswerAsync(TestSite.Plan(invitations[i]!, _job));
            await server.UntilAsync(run, e => e is RunFinished);
            return await server.StatusAsync(run);
        }
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commitment_that_the_site_did_not_sign_drops_its_update(bool signs)
    {
        string job = Line.Job(cohort: 1, members: """, "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "commit" }]""");
        await using TestServer server = await TestServer.StartAsync();
        TestSite eve = await server.EnrolAsync("eve");
        string run = await server.SubmitAsync(job);
        await eve.ConsentAsync(run);
        var round = new RoundId(run, 1);
        byte[] body = await eve.BodyAsync(await eve.WorkAsync(run), job, Line.Trainers[0]);
        var notes = new Dictionary<string, BlobId> { ["commit"] = BlobId.Of("another"u8) };
        SubmitRequest request = signs
            ? new(BlobId.Of(body), body.Length, new UpdateStatement(round, eve.Id, BlobId.Of(body), body.Length, notes).Sign(eve.Key), notes)
            : eve.Sign(round, body);
        await new BlobTransfer(eve.Connection).UploadAsync(Routes.Update(round, BlobId.Of(body)), body);
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => eve.SubmitAsync(round, request));
        Assert.Equal(DropReason.Malformed, refused.Problem.DropReason);
    }

    public static TheoryData<string> Wrong => ["truncated", "nan", "infinite", "wrong shape", "missing tensor", "strange tensor", "weight", "not a body", "empty"];

    private static byte[] Make(string kind, byte[] honest)
    {
        SafetensorsFile file = SafetensorsReader.Read(honest);
        (string, float[])[] tensors = [.. file.Entries.Select(entry => (entry.Name, entry.Values<float>().ToArray()))];
        switch (kind)
        {
            case "truncated": return honest[..^1];
            case "nan": tensors[0].Item2[0] = float.NaN; break;
            case "infinite": tensors[0].Item2[0] = float.PositiveInfinity; break;
            case "wrong shape": tensors[0].Item2 = [1, 2]; break;
            case "missing tensor": tensors = tensors[1..]; break;
            case "strange tensor": tensors[0].Item1 = "elsewhere/../../x"; break;
            case "weight": tensors[^1].Item2[0] = 1000; break;
            case "not a body": return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
            case "empty": return [];
        }
        return Body(tensors);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task An_update_that_is_none_drops_its_site_and_nobody_else(string kind)
    {
        await using TestServer server = await TestServer.StartAsync(_settings);
        (string run, TestSite eve, byte[] honest, Func<Task<RunMessage>> finish) = await OpenAsync(server);
        byte[] wrong = Make(kind, honest);
        var round = new RoundId(run, 1);
        ProblemMessage problem = await Refused.ByAsync(422, ProblemCodes.UpdateRefused, () => eve.SendAsync(round, wrong));
        Assert.Equal(DropReason.Malformed, problem.DropReason);
        ProblemMessage again = await Refused.ByAsync(422, ProblemCodes.UpdateRefused, () => eve.SubmitAsync(round, eve.Sign(round, wrong)));
        Assert.Equal(DropReason.Malformed, again.DropReason); // replayed: the same answer
        RunMessage status = await finish();
        Assert.Equal("completed", status.State);
        ClientDropped dropped = Assert.Single((await server.EventsAsync(run)).OfType<ClientDropped>());
        Assert.Equal((eve.Id, DropReason.Malformed), (dropped.Client, dropped.Reason));
        Assert.Null(await server.Store.Blobs.StatAsync(BlobId.Of(wrong))); // what it sent is not kept
    }

    [Fact]
    public async Task Bits_that_change_on_the_way_are_noticed_and_sent_again()
    {
        await using TestServer server = await TestServer.StartAsync(_settings);
        (string run, TestSite eve, byte[] honest, Func<Task<RunMessage>> finish) = await OpenAsync(server);
        byte[] flipped = [.. honest];
        flipped[^1] ^= 4;
        using HttpResponseMessage response = await PatchAsync(server, eve, run, BlobId.Of(honest), flipped, honest.Length);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, ProblemCodes.WrongDigest), (response.StatusCode, (await Refused.ReadAsync(response)).Code));
        Assert.Contains((await server.ServiceEventsAsync()).OfType<AccessRefused>(), refused => refused.Code == ProblemCodes.WrongDigest && refused.Who == "site eve");
        Assert.True((await eve.SendAsync(new RoundId(run, 1), honest)).Accepted);
        Assert.Equal("completed", (await finish()).State);
    }

    [Fact]
    public async Task An_update_larger_than_any_of_the_round_is_not_received()
    {
        await using TestServer server = await TestServer.StartAsync(_settings);
        (string run, TestSite eve, byte[] honest, Func<Task<RunMessage>> finish) = await OpenAsync(server);
        using HttpResponseMessage response = await PatchAsync(server, eve, run, BlobId.Of(honest), honest, 1L << 40);
        ProblemMessage problem = await Refused.ReadAsync(response);
        Assert.Equal((413, ProblemCodes.TooLarge, DropReason.Malformed), (problem.Status, problem.Code, problem.DropReason));
        Assert.Equal("completed", (await finish()).State);
        Assert.Equal(DropReason.Malformed, (await server.EventsAsync(run)).OfType<ClientDropped>().Single().Reason);
    }

    [Fact]
    public async Task More_bytes_than_announced_are_thrown_away()
    {
        await using TestServer server = await TestServer.StartAsync(_settings);
        (string run, TestSite eve, byte[] honest, Func<Task<RunMessage>> finish) = await OpenAsync(server);
        using HttpResponseMessage response = await PatchAsync(server, eve, run, BlobId.Of(honest), [.. honest, .. honest], honest.Length);
        Assert.Equal((400, ProblemCodes.MalformedRequest), ((int)response.StatusCode, (await Refused.ReadAsync(response)).Code));
        Assert.True((await eve.SendAsync(new RoundId(run, 1), honest)).Accepted);
        Assert.Equal("completed", (await finish()).State);
    }

    [Fact]
    public async Task An_upload_that_leaves_a_hole_is_refused_and_told_where_to_go_on()
    {
        await using TestServer server = await TestServer.StartAsync(_settings);
        (string run, TestSite eve, byte[] honest, _) = await OpenAsync(server);
        (await PatchAsync(server, eve, run, BlobId.Of(honest), honest[..10], honest.Length)).Dispose();
        using HttpResponseMessage response = await PatchAsync(server, eve, run, BlobId.Of(honest), honest[20..], honest.Length, offset: 20);
        Assert.Equal((409, ProblemCodes.WrongOffset), ((int)response.StatusCode, (await Refused.ReadAsync(response)).Code));
        Assert.Equal("10", response.Headers.GetValues(UploadHeaders.Offset).Single());
    }

    [Fact]
    public async Task An_update_handed_in_twice_counts_once_and_another_one_not_at_all()
    {
        await using TestServer server = await TestServer.StartAsync(_settings);
        (string run, TestSite eve, byte[] honest, Func<Task<RunMessage>> finish) = await OpenAsync(server);
        var round = new RoundId(run, 1);
        ReceiptMessage first = await eve.SendAsync(round, honest), second = await eve.SendAsync(round, honest);
        Assert.Equal((first.Body, first.Entry!.Index), (second.Body, second.Entry!.Index));
        byte[] other = Make("infinite", honest);
        ProblemMessage problem = await Refused.ByAsync(409, ProblemCodes.UpdateRefused, () => eve.SendAsync(round, other));
        Assert.Equal(DropReason.NotAsked, problem.DropReason);
        Assert.Equal("completed", (await finish()).State);
        Assert.Single((await server.EventsAsync(run)).OfType<UpdateReceived>(), update => update.Client == eve.Id);
        Assert.Equal(first.Entry.Index, (await eve.SubmitAsync(round, eve.Sign(round, honest))).Entry!.Index); // long after
        ProblemMessage late = await Refused.ByAsync(409, ProblemCodes.UpdateRefused, () => eve.SendAsync(new RoundId(run, 7), honest));
        Assert.Equal(DropReason.TooLate, late.DropReason);
    }

    [Fact]
    public async Task What_another_round_signed_is_not_of_this_round()
    {
        await using TestServer server = await TestServer.StartAsync(_settings);
        (string run, TestSite eve, byte[] honest, _) = await OpenAsync(server);
        await new BlobTransfer(eve.Connection).UploadAsync(Routes.Update(new RoundId(run, 1), BlobId.Of(honest)), honest);
        SubmitRequest replayed = eve.Sign(new RoundId(run, 2), honest);
        await Refused.ByAsync(401, ProblemCodes.WrongSignature, () => eve.SubmitAsync(new RoundId(run, 1), replayed));
    }

    private static Task<HttpResponseMessage> PatchAsync(
        TestServer server, TestSite site, string run, BlobId digest, byte[] content, long length, long offset = 0)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, Routes.Update(new RoundId(run, 1), digest))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(content),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Add(UploadHeaders.Offset, $"{offset}");
        request.Headers.Add(UploadHeaders.Length, $"{length}");
        return server.Raw(site.Certificate).SendAsync(request);
    }
}
