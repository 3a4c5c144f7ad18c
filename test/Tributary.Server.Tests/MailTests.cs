using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>Messages between the parties of a round.</summary>
public sealed class MailTests
{
    private static readonly string _job = Line.Job(cohort: 2);

    private static async Task<(string Run, TestSite[] Sites, InvitationMessage[] Work)> OpenAsync(TestServer server)
    {
        TestSite[] sites = [await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
        string run = await server.SubmitAsync(_job);
        foreach (TestSite site in sites) await site.ConsentAsync(run);
        return (run, sites, await Task.WhenAll(sites.Select(site => site.WorkAsync(run))));
    }

    private static Task PostAsync(TestSite from, RoundId round, string to, string body) => from.Connection.SendAsync(
        HttpMethod.Post, Routes.Mail(round, "keys"), new MailRequest(to, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(body))),
        ProtocolJson.Default.MailRequest);

    private static async Task<string[]> ReadAsync(TestSite site, RoundId round, string query = "", string stage = "keys") =>
        [.. (await site.Connection.GetAsync(Routes.Mail(round, stage) + query, ProtocolJson.Default.MailboxMessage)).Messages
            .Select(mail => $"{mail.Number} {mail.From} {System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(mail.Body))}")];

    [Fact]
    public async Task Messages_reach_their_party_once_and_in_order_and_outlive_the_process()
    {
        await using TestServer server = await TestServer.StartAsync();
        (string run, TestSite[] sites, _) = await OpenAsync(server);
        var round = new RoundId(run, 1);
        await PostAsync(sites[0], round, "site-1", "one");
        await PostAsync(sites[0], round, "site-1", "two");
        await PostAsync(sites[0], round, "site-1", "one"); // tried again
        await server.RestartAsync();
        await PostAsync(sites[1], round, "site-0", "three");
        Assert.Equal(["1 site-0 one", "2 site-0 two"], await ReadAsync(sites[1], round));
        Assert.Equal(["2 site-0 two"], await ReadAsync(sites[1], round, "?after=1"));
        Assert.Equal(["3 site-1 three"], await ReadAsync(sites[0], round));
        Assert.Empty(await ReadAsync(sites[1], round, "", "shares"));
    }

    [Fact]
    public async Task Whoever_waits_for_a_message_gets_it_when_it_comes()
    {
        await using TestServer server = await TestServer.StartAsync();
        (string run, TestSite[] sites, _) = await OpenAsync(server);
        var round = new RoundId(run, 1);
        Task<string[]> held = ReadAsync(sites[1], round, "?wait=20");
        await PostAsync(sites[0], round, "site-1", "now");
        Assert.Equal(["1 site-0 now"], await held);
    }

    [Fact]
    public async Task Only_parties_of_the_open_round_write_and_read_and_nothing_stays_when_it_is_over()
    {
        await using TestServer server = await TestServer.StartAsync();
        (string run, TestSite[] sites, InvitationMessage[] work) = await OpenAsync(server);
        TestSite stranger = await server.EnrolAsync("stranger");
        var round = new RoundId(run, 1);
        await Refused.ByAsync(404, ProblemCodes.NotFound, () => PostAsync(stranger, round, "site-0", "x"));
        await Refused.ByAsync(404, ProblemCodes.NotFound, () => PostAsync(sites[0], round, "stranger", "x"));
        await Refused.ByAsync(409, ProblemCodes.UpdateRefused, () => PostAsync(sites[0], new RoundId(run, 2), "site-1", "x"));
        await Refused.ByAsync(413, ProblemCodes.TooLarge, () => PostAsync(sites[0], round, "site-1", new string('x', 2 << 20)));
        await PostAsync(sites[0], round, "site-1", "secret");
        var body = BlobId.Of("secret"u8);
        Assert.NotNull(await server.Store.Blobs.StatAsync(body));
        for (int i = 0; i < 2; i++) await sites[i].Client(run, _job, Line.Trainers[i], i).AnswerAsync(TestSite.Plan(work[i], _job));
        await server.UntilAsync(run, e => e is RunFinished);
        await Refused.ByAsync(409, ProblemCodes.UpdateRefused, () => ReadAsync(sites[1], round));
        await server.StopAsync();
        Assert.Null(await server.Store.Blobs.StatAsync(body));
    }
}
