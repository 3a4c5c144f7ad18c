namespace Tributary.Security;

/// <summary>Turns the residues that are left when a mask is taken off into messages, and refuses residues that are none.</summary>
internal sealed class MaskRemainder
{
    private static readonly ulong _productHigh = Math.BigMul(LatticeParameters.Primes[0], LatticeParameters.Primes[1], out _);
    private static readonly ulong _productLow = unchecked(LatticeParameters.Primes[0] * LatticeParameters.Primes[1]);
    private readonly Modulus _first = Modulus.Both[0], _second = Modulus.Both[1];
    private readonly ulong _inverse; // of the first prime modulo the second
    private readonly long _limit; // of the summed error

    /// <summary>For a sum of so many vectors.</summary>
    public MaskRemainder(int count)
    {
        _inverse = _second.Invert(_first.Value - _second.Value);
        _limit = (long)LatticeParameters.BinomialBits * count;
    }

    /// <summary>The integers 2^90 e + m with these residues; keeps m.</summary>
    /// <exception cref="SecurityException">An error e is larger than so many clients can have made.</exception>
    public void Split(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, MessageParts parts)
    {
        ulong quotient = _second.Quotient(_inverse), wrong = 0;
        for (int i = 0; i < first.Length; i++)
        {
            // Garner: v = r1 + q1 ((r2 - r1) / q1 mod q2); the first prime is the larger one, by less than the second.
            ulong difference = second[i] + 2 * _second.Value - first[i];
            ulong times = ScalarLanes.ReduceOnce(ScalarLanes.Multiply(difference, _inverse, quotient, _second.Value), _second.Value);
            ulong high = Math.BigMul(_first.Value, times, out ulong low);
            var value = new UInt128(high, low) + first[i];
            // Values of the upper half stand for negative ones: subtract Q.
            ulong negative = (ulong)((long)(_second.Value / 2 - times) >> 63);
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
