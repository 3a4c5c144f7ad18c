namespace Tributary.Security;

/// <summary>Turns the residues that are left when a mask is taken off into messages, and refuses residues that are none.</summary>
internal sealed class MaskRemainder
{
    private static readonly ulong _productHigh = Math.BigMul(LatticeParameters.Primes[0], LatticeParameters.Primes[1], out _);
    private static readonly ulong _productLow = unchecked(LatticeParameters.Primes[0] * LatticeParameters.Primes[1]);
    private readonly ChineseRemainder _join = new();
    private readonly long _limit; // of the summed error

    /// <summary>For a sum of so many vectors.</summary>
    public MaskRemainder(int count) => _limit = (long)LatticeParameters.BinomialBits * count;

    /// <summary>The integers 2^90 e + m with these residues; keeps m.</summary>
    /// <exception cref="SecurityException">An error e is larger than so many clients can have made.</exception>
    public void Split(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, MessageParts parts)
    {
        ulong wrong = 0, half = LatticeParameters.Primes[1] / 2;
        for (int i = 0; i < first.Length; i++)
        {
            ulong times = _join.Times(first[i], second[i]);
            UInt128 value = _join.Value(first[i], times);
            // Values of the upper half stand for negative ones: subtract Q.
            ulong negative = (ulong)((long)(half - times) >> 63);
            value -= new UInt128(_productHigh & negative, _productLow & negative);
            parts.Low[i] = (ulong)value & (1UL << MessageParts.LowBits) - 1;
            parts.High[i] = (ulong)(value >> MessageParts.LowBits) & (1UL << LatticeParameters.MessageBits - MessageParts.LowBits) - 1;
            long error = (long)((Int128)value >> LatticeParameters.MessageBits);
            wrong |= (ulong)(_limit - error) | (ulong)(_limit + error);
        }
        if (wrong >> 63 != 0)
            throw new SecurityException("The sum does not open under this key: the errors that are left are larger than the clients' can "
                + "be. Nothing is known about the sum then. The key must be the sum over exactly the clients whose vectors were added.");
    }
}
