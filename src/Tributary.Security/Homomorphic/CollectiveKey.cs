namespace Tributary.Security;

/// <summary>The public key that belongs to the sum of the holders' secrets: a and the sum of their b, ready for products.</summary>
internal sealed class CollectiveKey
{
    private const int Degree = LatticeParameters.Degree;
    private readonly ulong[] _values = new ulong[4 * Degree], _quotients = new ulong[4 * Degree]; // a, then b; modulo both primes each

    /// <summary>Of the parts of all holders and the seed of a.</summary>
    /// <remarks>
    /// A holder that knew the other parts before it chose its own could choose the sum: whoever calls this has seen to it that all were
    /// bound to their parts before the first was shown.
    /// </remarks>
    public CollectiveKey(ReadOnlySpan<byte> publicSeed, IReadOnlyList<PublicKeyPart> parts)
    {
        using var stream = new KeyStream(publicSeed);
        for (int prime = 0; prime < 2; prime++)
        {
            Modulus modulus = Modulus.Both[prime];
            stream.FillUniform(_values.AsSpan(prime * Degree, Degree), modulus, (ulong)prime);
            Span<ulong> sum = _values.AsSpan((2 + prime) * Degree, Degree);
            foreach (PublicKeyPart part in parts) RingVector.Add(sum, part.Residues.Slice(prime * Degree, Degree));
            RingVector.Reduce(sum, modulus);
        }
        for (int i = 0; i < _values.Length; i++) _quotients[i] = Modulus.Both[i / Degree % 2].Quotient(_values[i]);
    }

    /// <summary>Coefficients, below q, of the product of a transformed polynomial and a (<paramref name="part"/> 0) or b (1).</summary>
    public void Multiply(Span<ulong> transformed, int part, int prime)
    {
        int start = (2 * part + prime) * Degree;
        RingVector.Multiply(transformed, _values.AsSpan(start, Degree), _quotients.AsSpan(start, Degree), Modulus.Both[prime]);
        NumberTheoreticTransform.Both[prime].Inverse(transformed);
    }
}
