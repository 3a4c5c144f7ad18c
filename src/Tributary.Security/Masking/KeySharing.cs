namespace Tributary.Security;

/// <summary>Masking keys in shares: what a committee opens is the sum of the keys of a cohort, never one key.</summary>
public static class KeySharing
{
    /// <summary>One share of a key for each member of a committee.</summary>
    /// <param name="key">The client's key.</param>
    /// <param name="threshold">How many members' sums open a sum of keys.</param>
    /// <param name="members">The size of the committee.</param>
    public static IReadOnlyList<FieldShare> Split(MaskingKey key, int threshold, int members)
    {
        using var lifted = new SecretBuffer<ulong>(LatticeParameters.Degree);
        for (int i = 0; i < LatticeParameters.Degree; i++) lifted.Span[i] = VectorSharing.Field.Lift(key.Coefficients[i]);
        return VectorSharing.Split(lifted.Span, threshold, members);
    }

    /// <summary>The sum of keys from the members' sums of shares, all over the same clients; and whose sum was wrong.</summary>
    /// <exception cref="SecurityException">Too few answered, too many answers are wrong, or what they open is no sum of keys.</exception>
    public static (MaskingKey KeySum, IReadOnlyList<int> Wrong) Rebuild(IReadOnlyList<FieldShare> sums, int threshold)
    {
        using RebuiltSecrets secrets = VectorSharing.Rebuild(sums, threshold);
        using var coefficients = new SecretBuffer<long>(secrets.Values.Length);
        for (int i = 0; i < coefficients.Span.Length; i++) coefficients.Span[i] = VectorSharing.Field.Centre(secrets.Values[i]);
        try
        {
            return (MaskingKey.From(coefficients.Span), secrets.Wrong);
        }
        catch (ArgumentException e)
        {
            throw new SecurityException("What the committee's answers open is no sum of keys: members added shares of different clients, "
                + "or a client shared something else. Nothing can be opened with it; fail the round.", e);
        }
    }
}
