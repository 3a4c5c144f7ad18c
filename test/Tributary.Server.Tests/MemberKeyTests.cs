using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>The key that a site tells with its consent is its own, or is not taken; invitations pass it on, signed.</summary>
public sealed class MemberKeyTests
{
    private const string Stages = """
        , "stages": [{ "use": "clip", "norm": 1 }, { "use": "quantize" }, { "use": "secagg", "minimum": 2 }]
        """;

    private static readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(65));

    private static MemberMessage Member(TestSite site, string run, ECDsa? signer = null) => new(
        site.Name, _key, Convert.ToBase64String(site.Certificate.RawData), new MemberStatement(run, site.Id, _key).Sign(signer ?? site.Key));

    private static async Task ConsentAsync(TestSite site, string run, MemberMessage? member)
    {
        OffersMessage offers = await site.Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage);
        BlobId job = offers.Offers.Single(offer => offer.Run == run).JobText;
        await site.Connection.SendAsync(
            HttpMethod.Post, Routes.Consent(run),
            new ConsentMessage(true, job, "policy", null, new ConsentStatement(run, site.Id, job, true).Sign(site.Key), member),
            ProtocolJson.Default.ConsentMessage);
    }

    [Fact]
    public async Task A_key_that_somebody_else_signed_or_of_another_site_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite[] sites = [await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
        string run = await server.SubmitAsync(Line.Job(cohort: 2, members: Stages));
        MemberMessage own = Member(sites[0], run);
        await Refused.ByAsync(401, ProblemCodes.WrongSignature, () => ConsentAsync(sites[0], run, Member(sites[0], run, sites[1].Key)));
        await Refused.ByAsync(401, ProblemCodes.WrongSignature, () => ConsentAsync(sites[0], run, own with { Key = "AAAA" }));
        await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => ConsentAsync(sites[0], run, Member(sites[1], run)));
        await Refused.ByAsync(400, ProblemCodes.MalformedRequest, () => ConsentAsync(sites[0], run, own with { Key = "?" }));
        await ConsentAsync(sites[0], run, own);
    }

    [Fact]
    public async Task Invitations_hold_the_keys_of_the_committee_and_are_signed_as_they_stand()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite[] sites = [await server.EnrolAsync("site-0"), await server.EnrolAsync("site-1")];
        string run = await server.SubmitAsync(Line.Job(cohort: 2, members: Stages));
        foreach (TestSite site in sites) await ConsentAsync(site, run, Member(site, run));
        InvitationMessage[] work = await Task.WhenAll(sites.Select(site => site.WorkAsync(run)));
        Assert.Equal(sites.Select(site => Member(site, run).Certificate), work[0].Members!.Select(member => member.Certificate));
        Assert.StartsWith(RoundStatement.Of(work[0]), work[0].Signature, StringComparison.Ordinal);
        Assert.Null(work[0].Included);
        await Refused.ByAsync(409, ProblemCodes.UpdateRefused, () => sites[0].Connection.SendAsync(
            HttpMethod.Post, Routes.Mail(new RoundId(run, 7), "secagg"), new MailRequest("@coordinator", "AAAA"),
            ProtocolJson.Default.MailRequest));
    }

    [Fact]
    public async Task A_job_whose_cohort_is_too_small_to_hide_in_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.EnrolAsync("site-0");
        await server.EnrolAsync("site-1");
        ProblemMessage problem = await Refused.ByAsync(422, ProblemCodes.SecureSumTooSmall, () => server.SubmitAsync(
            Line.Job(cohort: 2, members: Stages.Replace(", \"minimum\": 2", "", StringComparison.Ordinal))));
        Assert.Contains("opens sums of at least 3 clients", problem.Detail, StringComparison.Ordinal);
    }
}
