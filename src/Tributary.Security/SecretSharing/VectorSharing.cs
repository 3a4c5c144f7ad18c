namespace Tributary.Security;

/// <summary>Shares a vector of secrets so that any so many members can rebuild it and fewer know nothing (Shamir, 1979).</summary>
/// <remarks>
/// Residues modulo a prime of 54 bits; each secret is the value at zero of a random polynomial of degree threshold - 1, and member m
/// holds the value at m. With more answers than the threshold, wrong ones are found: a random combination of all polynomials,
/// drawn after the answers have come, is decoded as one Reed-Solomon word, and a member whose vector is wrong anywhere is wrong in it
/// except with probability 2^-53.
/// </remarks>
public static class VectorSharing
{
    /// <summary>The prime field of the shares.</summary>
    internal static Modulus Field => Modulus.Both[0];

    /// <summary>One share for each member.</summary>
    /// <param name="secrets">Each below the first prime of the ring, about 2^54.</param>
    /// <param name="threshold">How many members can rebuild it, at least 1.</param>
    /// <param name="members">How many there are, at least as many as the threshold.</param>
    public static IReadOnlyList<FieldShare> Split(ReadOnlySpan<ulong> secrets, int threshold, int members)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(members, threshold);
        if (secrets.ContainsAnyExceptInRange(0UL, Field.Value - 1))
            throw new ArgumentException("A secret is not below the prime of the field and would come back changed.", nameof(secrets));
        using KeyStream stream = KeyStream.Fresh();
        FieldShare[] shares = new FieldShare[members];
        for (int m = 0; m < members; m++) shares[m] = new FieldShare(m + 1, secrets.Length);
        using var coefficients = new SecretBuffer<ulong>(shares[0].Values.Length);
        // Horner, from the highest coefficient down; each is drawn once and used for all members.
        for (int degree = threshold - 1; degree >= 0; degree--)
        {
            if (degree > 0) stream.FillUniform(coefficients.Span, Field, (ulong)degree);
            else
            {
                coefficients.Span.Clear();
                secrets.CopyTo(coefficients.Span);
            }
            foreach (FieldShare share in shares) RingVector.MultiplyAdd(share.Values, (ulong)share.Member, coefficients.Span, Field);
        }
        foreach (FieldShare share in shares) RingVector.Reduce(share.Values, Field);
        return shares;
    }

    /// <summary>The secrets, and who sent a wrong share.</summary>
    /// <param name="shares">Of different members, at least as many as the threshold; with 2 more, one wrong share is found.</param>
    /// <param name="threshold">As when it was split.</param>
    /// <exception cref="SecurityException">There are too few shares, or too many of them are wrong.</exception>
    public static RebuiltSecrets Rebuild(IReadOnlyList<FieldShare> shares, int threshold)
    {
        if (shares.Count < threshold || shares.DistinctBy(share => share.Member).Count() != shares.Count)
            throw new SecurityException($"{shares.Count} shares came of which {threshold} of different members are needed; fewer say "
                + "nothing about the secret. Wait for more members to answer.");
        IReadOnlyList<int> wrong = FindWrong(shares, threshold);
        FieldShare[] right = [.. shares.Where(share => !wrong.Contains(share.Member)).Take(threshold)];
        int[] members = [.. right.Select(share => share.Member)];
        var rebuilt = new RebuiltSecrets(shares[0].Length, shares[0].Values.Length, wrong);
        using var terms = new SecretBuffer<ulong>(shares[0].Values.Length);
        foreach (FieldShare share in right)
        {
            share.Values.CopyTo(terms.Span);
            RingVector.MultiplyAdd(terms.Span, Lagrange.WeightAtZero(Field, share.Member, members), rebuilt.Padded, Field);
            RingVector.Reduce(terms.Span, Field);
            terms.Span.CopyTo(rebuilt.Padded);
        }
        return rebuilt;
    }

    private static IReadOnlyList<int> FindWrong(IReadOnlyList<FieldShare> shares, int threshold)
    {
        using var combination = new RandomCombination(Field, shares[0].Values.Length);
        ulong[] points = [.. shares.Select(share => (ulong)share.Member)], word = [.. shares.Select(share => combination.Of(share.Values))];
        int[]? errors = new ReedSolomon(Field, points).FindErrors(word, threshold);
        return errors is null
            ? throw new SecurityException($"More than {(shares.Count - threshold) / 2} of {shares.Count} shares are wrong, which is more "
                + $"than can be told apart with a threshold of {threshold}; any result would be a guess. Ask more members.")
            : [.. errors.Select(error => shares[error].Member)];
    }
}
