namespace Tributary.Security;

/// <summary>The secret of one client for one round: a polynomial of small coefficients. It must never be used twice.</summary>
/// <remarks>Keys add up as masked vectors do: what is masked under k1 and under k2 opens, once added, under k1 + k2.</remarks>
public sealed class MaskingKey : IDisposable
{
    private readonly SecretBuffer<long> _coefficients = new(LatticeParameters.Degree);

    private MaskingKey()
    {
    }

    internal ReadOnlySpan<long> Coefficients => _coefficients.Span;

    /// <summary>A new key from the operating system's randomness.</summary>
    public static MaskingKey Generate()
    {
        using KeyStream stream = KeyStream.Fresh();
        return From(stream);
    }

    /// <summary>The key that a stream of random bytes gives.</summary>
    internal static MaskingKey From(KeyStream stream)
    {
        using var drawn = new SecretBuffer<ulong>(LatticeParameters.Degree);
        stream.FillBinomial(drawn.Span, 0);
        var key = new MaskingKey();
        Span<long> coefficients = key._coefficients.Span;
        for (int i = 0; i < coefficients.Length; i++) coefficients[i] = (long)drawn.Span[i] - LatticeParameters.BinomialBits;
        return key;
    }

    /// <summary>A key, or the sum of keys, from coefficients.</summary>
    /// <exception cref="ArgumentException">There are not 4096, or one is larger than a sum of keys can be.</exception>
    internal static MaskingKey From(ReadOnlySpan<long> coefficients)
    {
        const long Limit = (long)LatticeParameters.BinomialBits * LatticeParameters.MaxCohort;
        ArgumentOutOfRangeException.ThrowIfNotEqual(coefficients.Length, LatticeParameters.Degree, nameof(coefficients));
        if (coefficients.ContainsAnyExceptInRange(-Limit, Limit))
            throw new ArgumentException("These are no coefficients of a sum of masking keys: one is too large. "
                + "A share was wrong, or shares of different sums were combined.", nameof(coefficients));
        var key = new MaskingKey();
        coefficients.CopyTo(key._coefficients.Span);
        return key;
    }

    /// <summary>The sum of keys.</summary>
    public static MaskingKey Sum(IEnumerable<MaskingKey> keys)
    {
        var sum = new MaskingKey();
        foreach (MaskingKey key in keys)
            for (int i = 0; i < LatticeParameters.Degree; i++) sum._coefficients.Span[i] += key._coefficients.Span[i];
        return sum;
    }

    /// <summary>Zeros the secret.</summary>
    public void Dispose() => _coefficients.Dispose();
}
