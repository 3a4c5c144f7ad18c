using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// Holds what a coordinator says about the members of a round against their certificates and its own signature, before anything is sealed
/// to a member or believed to come from one.
/// </summary>
/// <param name="authority">The authority's certificate, DER, as this site got it when it enrolled.</param>
/// <param name="checkpointKey">The coordinator's verifier key; empty where it has none.</param>
internal sealed class MemberCheck(ReadOnlyMemory<byte> authority, string checkpointKey)
{
    /// <summary>The keys of the members of a round.</summary>
    /// <exception cref="InvalidDataException">The coordinator did not sign the round, or a member's key is not its own.</exception>
    public IReadOnlyDictionary<ClientId, ReadOnlyMemory<byte>> Check(InvitationMessage invitation)
    {
        CheckSignature(invitation);
        var keys = new Dictionary<ClientId, ReadOnlyMemory<byte>>();
        foreach (MemberMessage member in invitation.Members ?? [])
        {
            if (!IsOwnKey(invitation.Run, member, out byte[] key))
                throw new InvalidDataException(
                    $"The key that the coordinator names for '{member.Site}' is not signed by a site of that name: somebody else could " +
                    "read what is sealed to it. This site does not take part in the round. Ask who runs the coordinator.");
            keys[new ClientId(member.Site)] = key;
        }
        return keys;
    }

    /// <summary>The key in a member's certificate, or null where the certificate is not one of the authority for that name.</summary>
    public ECDsa? CertifiedKeyOf(MemberMessage member)
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(member.Certificate));
            return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == member.Site && IsIssued(certificate)
                ? certificate.GetECDsaPublicKey()
                : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private void CheckSignature(InvitationMessage invitation)
    {
        int name = checkpointKey.IndexOf('+', StringComparison.Ordinal);
        string ofRun = name < 0 ? checkpointKey : checkpointKey.Insert(name, $"/{invitation.Run}");
        if (!NoteVerifier.TryParse(ofRun, out NoteVerifier? verifier, out _)
            || !SignedNote.TryParse(invitation.Signature, out SignedNote? note, out _)
            || note.Text != RoundStatement.Of(invitation) || !note.Verify(verifier).IsValid)
            throw new InvalidDataException(
                $"The coordinator has not signed what it says about round {invitation.Round}, so that nobody could prove it later. " +
                "This site does not take part in the round. Ask who runs the coordinator.");
    }

    private bool IsOwnKey(string run, MemberMessage member, out byte[] key)
    {
        key = new byte[member.Key.Length];
        try
        {
            if (!Convert.TryFromBase64String(member.Key, key, out int length)) return false;
            key = key[..length];
            using ECDsa? owner = CertifiedKeyOf(member);
            return owner is not null
                && new MemberStatement(run, new ClientId(member.Site), member.Key).IsSigned(member.Signature, owner);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private bool IsIssued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        using X509Certificate2 root = X509CertificateLoader.LoadCertificate(authority.Span);
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // who is revoked, the coordinator does not invite
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid; // it is about the key, which renewals keep
        return chain.Build(certificate);
    }
}
