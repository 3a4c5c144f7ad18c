using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>Rebuilds secrets of clients from shares, and holds them against what the clients advertised.</summary>
/// <param name="terms">The terms of the group.</param>
/// <param name="keys">What clients advertised, by number.</param>
internal sealed class SecretRebuilder(PairwiseTerms terms, IReadOnlyDictionary<int, AdvertisedKeys> keys)
{
    private int[] _holders = []; // of the last secret: in a complete graph they are the same for all
    private ulong[] _weights = [];

    /// <summary>The scalar of a client's mask key, or the seed of its own mask.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="seed">Which of the two.</param>
    /// <param name="told">Shares by the number of who told them, at least as many as the threshold.</param>
    /// <param name="secret">Receives it.</param>
    /// <param name="wrong">Whose share was wrong, where that can be told.</param>
    /// <returns>Whether it is what the client committed itself to.</returns>
    public bool TryRebuild(
        int owner, bool seed, SortedDictionary<int, byte[]> told, Span<byte> secret, out IReadOnlyList<int> wrong)
    {
        wrong = [];
        FieldShare[] shares = [.. told.Select(pair => SharedSecrets.Read(pair.Key, pair.Value))];
        try
        {
            int[] first = [.. told.Keys.Take(terms.Threshold)];
            if (!first.AsSpan().SequenceEqual(_holders)) (_holders, _weights) = (first, SharedSecrets.Weights(first));
            if (SharedSecrets.TryRebuild(shares[..terms.Threshold], _weights, secret) && IsCommitted(owner, seed, secret)) return true;
            using RebuiltSecrets rebuilt = VectorSharing.Rebuild(shares, terms.Threshold); // finds who is wrong, if there are more shares
            wrong = [.. rebuilt.Wrong.Select(member => member - 1)];
            return SharedSecrets.TryJoin(rebuilt.Values, secret) && IsCommitted(owner, seed, secret);
        }
        catch (SecurityException)
        {
            return false; // too many are wrong to tell them apart
        }
        finally
        {
            foreach (FieldShare share in shares) share.Dispose();
        }
    }

    private bool IsCommitted(int owner, bool seed, ReadOnlySpan<byte> secret)
    {
        if (!keys.TryGetValue(owner, out AdvertisedKeys? advertised)) return false;
        if (seed) return CryptographicOperations.FixedTimeEquals(PairwiseMask.CommitmentOf(secret), advertised.Commitment);
        using BoxKey? key = BoxKey.TryFromScalar(secret);
        return key is not null && key.PublicKey.AsSpan().SequenceEqual(advertised.MaskPoint);
    }
}
