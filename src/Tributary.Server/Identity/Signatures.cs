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
        // The newest first; something on its way may have been signed before the key was renewed.
        if (known.Keys.Reverse().Any(key => IsSigned(statement, signature, key.PublicKey))) return;
        throw Refuse.Signature();
    }

    private static bool IsSigned(Statement statement, string? signature, string publicKey)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return statement.IsSigned(signature, key);
    }
}
