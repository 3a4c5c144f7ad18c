using System.Net;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>A site acts for itself alone, and a role allows what it names.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("GET", Routes.Offers, "site")]
    [InlineData("POST", Routes.CheckIn, "site")]
    [InlineData("POST", Routes.Certificates, "site evaluator")]
    [InlineData("POST", Routes.Invitations, "admin")]
    [InlineData("POST", Routes.Sites + "/berlin/revoke", "admin")]
    [InlineData("POST", Routes.People, "admin")]
    [InlineData("DELETE", Routes.People + "/rosa", "admin")]
    [InlineData("GET", Routes.People, "admin auditor")]
    [InlineData("GET", Routes.Sites, "admin auditor researcher")]
    [InlineData("GET", Routes.Runs, "admin auditor researcher evaluator")]
    [InlineData("POST", Routes.Jobs, "researcher")]
    [InlineData("POST", Routes.Runs + "/r/cancel", "admin researcher")]
    [InlineData("POST", Routes.Runs + "/r/consent", "site")]
    [InlineData("POST", Routes.Runs + "/r/rounds/1/updates", "site")]
    [InlineData("POST", Routes.Runs + "/r/rounds/1/decline", "site")]
    [InlineData("GET", Routes.Runs + "/r/rounds/1/mail/keys", "site")]
    public async Task Only_those_may_whom_a_role_allows(string method, string path, string allowed)
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin"), evaluator = await server.EnrolAsync("judge", "evaluator");
        string auditor = await server.AddPersonAsync("otto", "auditor");
        var callers = new Dictionary<string, HttpClient>
        {
            ["nobody"] = server.Raw(),
            ["site"] = server.Raw(site.Certificate),
            ["evaluator"] = server.Raw(evaluator.Certificate),
            ["admin"] = server.Raw(token: server.AdminToken),
            ["researcher"] = server.Raw(token: server.ResearcherToken),
            ["auditor"] = server.Raw(token: auditor),
        };
        foreach ((string role, HttpClient client) in callers)
        {
            if (role == "admin" && method == "DELETE") continue; // would succeed
            using HttpResponseMessage response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)
            {
                Version = HttpVersion.Version20,
                Content = method == "POST" ? new StringContent("{", null, "application/json") : null, // nothing is done by accident
            });
            HttpStatusCode[] refused = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden];
            if (allowed.Split(' ').Contains(role)) Assert.DoesNotContain(response.StatusCode, refused);
            else Assert.Equal(role == "nobody" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, response.StatusCode);
            if (!response.IsSuccessStatusCode) await Refused.ReadAsync(response);
        }
    }

    [Fact]
    public async Task What_belongs_to_others_is_as_if_it_were_not_there()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite berlin = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(Line.Job());
        TestSite later = await server.EnrolAsync("munich"); // not on the run's list
        OfferMessage offer = (await berlin.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage)).Offers.Single();
        Assert.Empty((await later.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage)).Offers);
        string[] paths =
        [
            Routes.Run(run), Routes.Events(run), Routes.Model(run), Routes.Checkpoint(run), Routes.Blob(offer.JobText), Routes.Blob(offer.Model),
            Routes.BlobChunks(offer.Model), Routes.Blob(BlobId.Of([1])), Routes.Run("no-such-run"),
        ];
        HttpClient stranger = server.Raw(later.Certificate), member = server.Raw(berlin.Certificate);
        foreach (string path in paths)
        {
            using HttpResponseMessage response = await stranger.GetAsync(path);
            Assert.Equal((404, ProblemCodes.NotFound), ((int)response.StatusCode, (await Refused.ReadAsync(response)).Code));
        }
        foreach (string path in paths[..7]) Assert.Equal(HttpStatusCode.OK, (await member.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_site_cannot_hand_in_decline_or_agree_for_another()
    {
        string job = Line.Job(cohort: 2);
        await using TestServer server = await TestServer.StartAsync();
        TestSite berlin = await server.EnrolAsync("berlin"), munich = await server.EnrolAsync("munich");
        string run = await server.SubmitAsync(job);
        foreach (TestSite site in (TestSite[])[berlin, munich]) await site.ConsentAsync(run);
        InvitationMessage[] work = await Task.WhenAll(berlin.WorkAsync(run), munich.WorkAsync(run));
        var round = new RoundId(run, work[0].Round);
        byte[] body = await berlin.BodyAsync(work[0], job, Line.Trainers[0]);
        // What berlin signed, sent by munich; and what munich sends without having it.
        await Refused.ByAsync(401, ProblemCodes.WrongSignature, () => munich.SubmitAsync(round, berlin.Sign(round, body)));
        await new BlobTransfer(berlin.Connection).UploadAsync(Routes.Update(round, BlobId.Of(body)), body);
        await Refused.ByAsync(409, ProblemCodes.WrongOffset, () => munich.SubmitAsync(round, munich.Sign(round, body)));
        ConsentMessage forged = new(true, BlobId.Of([1]), "policy", null, "AAAA");
        await Refused.ByAsync(409, ProblemCodes.MalformedRequest, () => munich.Connection.SendAsync(
            HttpMethod.Post, Routes.Consent(run), forged, ProtocolJson.Default.ConsentMessage));
        OfferMessage offer = (await munich.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage)).Offers.Single();
        await Refused.ByAsync(401, ProblemCodes.WrongSignature, () => munich.Connection.SendAsync(
            HttpMethod.Post, Routes.Consent(run),
            forged with { JobText = offer.JobText, Signature = new ConsentStatement(run, berlin.Id, offer.JobText, true).Sign(berlin.Key) },
            ProtocolJson.Default.ConsentMessage));
        await munich.Connection.SendAsync(
            HttpMethod.Post, Routes.Decline(round), new DeclineRequest(DropReason.Failed), ProtocolJson.Default.DeclineRequest);
        Assert.Equal([munich.Id], (await server.EventsAsync(run)).OfType<ClientDropped>().Select(dropped => dropped.Client));
        Assert.True((await berlin.SubmitAsync(round, berlin.Sign(round, body))).Accepted);
    }

    [Fact]
    public async Task A_researcher_cannot_start_a_job_from_what_a_site_has_sent()
    {
        string job = Line.Job(cohort: 2);
        await using TestServer server = await TestServer.StartAsync();
        TestSite berlin = await server.EnrolAsync("berlin"), munich = await server.EnrolAsync("munich");
        string run = await server.SubmitAsync(job);
        foreach (TestSite site in (TestSite[])[berlin, munich]) await site.ConsentAsync(run);
        InvitationMessage[] work = await Task.WhenAll(berlin.WorkAsync(run), munich.WorkAsync(run));
        byte[] body = await berlin.BodyAsync(work[0], job, Line.Trainers[0]);
        await berlin.SendAsync(new RoundId(run, 1), body);
        Assert.NotNull(await server.Store.Blobs.StatAsync(BlobId.Of(body)));
        await Refused.ByAsync(409, ProblemCodes.WrongOffset, () => server.Researcher.PostAsync(
            Routes.Jobs, new SubmitJobRequest(job, BlobId.Of(body)), ProtocolJson.Default.SubmitJobRequest, ProtocolJson.Default.SubmitJobAnswer));
        using HttpResponseMessage response = await server.Raw(token: server.ResearcherToken).GetAsync(Routes.Blob(BlobId.Of(body)));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_researcher_ends_ones_own_run_and_an_administrator_any()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.EnrolAsync("berlin");
        string first = await server.SubmitAsync(Line.Job()), second = await server.SubmitAsync(Line.Job());
        CoordinatorConnection other = server.Connect(token: await server.AddPersonAsync("emil", "researcher"));
        Task Cancel(CoordinatorConnection who, string run) => who.SendAsync(
            HttpMethod.Post, Routes.Cancel(run), new CancelRequest("enough"), ProtocolJson.Default.CancelRequest);
        await Refused.ByAsync(403, ProblemCodes.Forbidden, () => Cancel(other, first));
        await Cancel(server.Researcher, first);
        await Cancel(server.Admin, second);
        RunMessage status = await server.StatusAsync(first);
        Assert.Equal(("cancelled", "Cancelled by rosa: enough"), (status.State, status.Reason));
        await Refused.ByAsync(409, ProblemCodes.RunHasEnded, () => Cancel(server.Researcher, first));
    }
}
