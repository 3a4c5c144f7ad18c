namespace Tributary.Security;

/// <summary>A key made ready for products: transformed modulo both primes, with Shoup's quotients.</summary>
internal sealed class TransformedKey : IDisposable
{
    private readonly SecretBuffer<ulong> _values = new(2 * LatticeParameters.Degree), _quotients = new(2 * LatticeParameters.Degree);

    /// <summary>Of a key or a sum of keys.</summary>
    public TransformedKey(MaskingKey key)
    {
        foreach (NumberTheoreticTransform transform in NumberTheoreticTransform.Both)
        {
            int prime = transform == NumberTheoreticTransform.Both[0] ? 0 : 1;
            Span<ulong> values = Part(_values, prime), quotients = Part(_quotients, prime);
            for (int i = 0; i < values.Length; i++) values[i] = transform.Modulus.Lift(key.Coefficients[i]);
            transform.Forward(values);
            for (int i = 0; i < values.Length; i++) quotients[i] = transform.Modulus.Quotient(values[i]);
        }
    }

    /// <summary>The product of this key and the public polynomial of one block, below q.</summary>
    public void Multiply(KeyStream publicStream, int block, int prime, Span<ulong> product)
    {
        NumberTheoreticTransform transform = NumberTheoreticTransform.Both[prime];
        publicStream.FillUniform(product, transform.Modulus, 2 * (ulong)block + (ulong)prime);
        RingVector.Multiply(product, Part(_values, prime), Part(_quotients, prime), transform.Modulus);
        transform.Inverse(product);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _quotients.Dispose();
    }

    private static Span<ulong> Part(SecretBuffer<ulong> both, int prime) =>
        both.Span.Slice(prime * LatticeParameters.Degree, LatticeParameters.Degree);
}
