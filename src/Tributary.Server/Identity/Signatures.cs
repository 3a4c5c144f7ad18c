using System.Security.Cryptography;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Whether a statement is signed by the site it should be of.</summary>
internal sealed class Signatures(ServiceJournal journal)
{
    /// <exception cref="RefusalException">It is not.</exception>
    public void Check(string site, Statement statement, string? signature)
    {
        EnrolledSite known = journal.State.Sites[site];
        if (IsSigned(statement, signature, known.PublicKey)) return;
        if (known.PreviousKey is { } previous && IsSigned(statement, signature, previous)) return; // signed before the key was renewed
        throw Refuse.Signature();
    }

    private static bool IsSigned(Statement statement, string? signature, string publicKey)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return statement.IsSigned(signature, key);
    }
}
