using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Protocol;
using Tributary.Tests;

namespace Tributary.Agent.Tests;

/// <summary>What a coordinator says about the members of a round is held against certificates and its own signature.</summary>
public sealed class MemberCheckTests : IDisposable
{
    private const string Run = "heart-1", Key = "BAECAw==";

    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();

    private MemberCheck Check => new(_authority.Certificate.RawData, _authority.CheckpointKey);

    public void Dispose() => _folder.Dispose();

    private async Task<MemberMessage> MemberAsync(string site, TestAuthority? authority = null, string run = Run, string? name = null)
    {
        SiteFolder folder = await (authority ?? _authority).EnrolAsync(site, Path.Combine(_folder.Path, $"{site}-{Guid.NewGuid()}"));
        using ECDsa key = folder.LoadKey();
        using X509Certificate2 certificate = folder.LoadCertificate();
        return new MemberMessage(
            name ?? site, Key, Convert.ToBase64String(certificate.RawDataMemory.Span),
            new MemberStatement(run, new ClientId(name ?? site), Key).Sign(key));
    }

    private InvitationMessage Signed(InvitationMessage invitation, TestAuthority? by = null) => invitation with
    {
        Signature = SignedNote.Sign(RoundStatement.Of(invitation), (by ?? _authority).SignerOf(Run)).ToString(),
    };

    private static InvitationMessage Round(params IReadOnlyList<MemberMessage> members) =>
        new(Run, 3, "train", BlobId.Of([1]), 2, 0, ["east", "west"], 5, members);

    [Fact]
    public async Task Keys_of_enrolled_sites_are_believed()
    {
        InvitationMessage invitation = Signed(Round(await MemberAsync("east"), await MemberAsync("west")));
        Assert.Equal(Convert.FromBase64String(Key), Check.Check(invitation)[new ClientId("west")].ToArray());
    }

    [Fact]
    public async Task Forged_members_are_refused()
    {
        MemberMessage honest = await MemberAsync("east");
        Refuses(Signed(Round(honest, await MemberAsync("west", new TestAuthority())))); // of another authority
        Refuses(Signed(Round(honest, await MemberAsync("spy", name: "west")))); // a site under another's name
        Refuses(Signed(Round(honest, await MemberAsync("west", run: "heart-2")))); // of another run
        Refuses(Signed(Round(honest with { Key = "BAECBA==" }))); // another key under the same signature
        Refuses(Signed(Round(honest with { Certificate = "AAAA" })));
        Refuses(Signed(Round(honest with { Certificate = "?" })));
        Refuses(Signed(Round(honest with { Key = "?" })));

        void Refuses(InvitationMessage invitation) => Assert.Contains(
            "is not signed by a site of that name", Assert.Throws<InvalidDataException>(() => Check.Check(invitation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_that_the_coordinator_did_not_sign_as_it_stands_is_refused()
    {
        InvitationMessage invitation = Signed(Round(await MemberAsync("east")));
        Refuses(invitation with { Signature = null });
        Refuses(invitation with { Signature = "a note" });
        Refuses(invitation with { Seed = 6 });
        Refuses(invitation with { Round = 4 });
        Refuses(invitation with { GroupMembers = ["east"] });
        Refuses(invitation with { Included = ["east"] });
        Refuses(invitation with { Members = [] });
        Refuses(Signed(invitation with { Signature = null }, by: new TestAuthority()));

        void Refuses(InvitationMessage other) => Assert.Contains(
            "has not signed what it says", Assert.Throws<InvalidDataException>(() => Check.Check(other)).Message, StringComparison.Ordinal);
    }
}
