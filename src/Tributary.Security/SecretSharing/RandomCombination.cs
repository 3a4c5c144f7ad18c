namespace Tributary.Security;

/// <summary>
/// A random linear combination of a vector's elements, drawn after the vectors have come: a vector that is wrong anywhere is wrong in it,
/// except with probability 2^-53.
/// </summary>
internal sealed class RandomCombination : IDisposable
{
    private readonly Modulus _field;
    private readonly KeyStream _stream = KeyStream.Fresh();
    private readonly ulong[] _factors, _quotients;
    private readonly SecretBuffer<ulong> _products;
    private ulong _drawn;

    /// <summary>For vectors of so many residues, a multiple of 8.</summary>
    public RandomCombination(Modulus field, int length)
    {
        _field = field;
        (_factors, _quotients, _products) = (new ulong[length], new ulong[length], new SecretBuffer<ulong>(length));
        Redraw();
    }

    /// <summary>Draws new factors, for the next part of the same vectors.</summary>
    public void Redraw()
    {
        _stream.FillUniform(_factors, _field, _drawn++);
        for (int i = 0; i < _factors.Length; i++) _quotients[i] = _field.Quotient(_factors[i]);
    }

    /// <summary>The combination of one vector.</summary>
    public ulong Of(ReadOnlySpan<ulong> values)
    {
        Span<ulong> products = _products.Span;
        values.CopyTo(products);
        RingVector.Multiply(products, _factors, _quotients, _field);
        RingVector.Reduce(products, _field);
        ulong sum = 0;
        foreach (ulong product in products) sum = _field.Add(sum, product);
        return sum;
    }

    /// <summary>Zeros what was made of the vectors.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _products.Dispose();
    }
}
