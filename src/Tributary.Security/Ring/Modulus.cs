namespace Tributary.Security;

/// <summary>A prime q just below 2^54, and arithmetic modulo it on single residues.</summary>
internal sealed class Modulus
{
    private readonly ulong _excess; // floor(2^118 / q) - 2^64

    /// <summary>Of this prime, between 2^53.9 and 2^54.</summary>
    public Modulus(ulong value)
    {
        Value = value;
        _excess = (ulong)(((UInt128)1 << 118) / value - ((UInt128)1 << 64));
    }

    /// <summary>The moduli of the ring, in their order.</summary>
    public static IReadOnlyList<Modulus> Both { get; } =
        [new(LatticeParameters.Primes[0]), new(LatticeParameters.Primes[1])];

    /// <summary>The prime, q.</summary>
    public ulong Value { get; }

    /// <summary>Shoup's quotient floor(factor 2^64 / q) of a factor below q, in constant time.</summary>
    public ulong Quotient(ulong factor)
    {
        // factor 2^64 / q = factor 2^118 / q / 2^54; what the cuts lose is at most 2, and shows as a remainder of q or more.
        ulong high = Math.BigMul(factor, _excess, out ulong low);
        ulong quotient = (factor << 10) + (high << 10 | low >> 54);
        ulong rest = 0 - quotient * Value; // factor 2^64 - quotient q, which is below 3q
        for (int i = 0; i < 2; i++)
        {
            ulong less = rest - Value, below = (ulong)((long)less >> 63); // all ones if the quotient is right
            quotient += 1 + below;
            rest = less + (Value & below);
        }
        return quotient;
    }

    /// <summary>A product of residues below q, in constant time.</summary>
    public ulong Multiply(ulong a, ulong b) => ScalarLanes.ReduceOnce(ScalarLanes.Multiply(a, b, Quotient(b), Value), Value);

    /// <summary>A sum of residues below q.</summary>
    public ulong Add(ulong a, ulong b) => ScalarLanes.ReduceOnce(a + b, Value);

    /// <summary>A difference of residues below q.</summary>
    public ulong Subtract(ulong a, ulong b) => ScalarLanes.ReduceOnce(a + Value - b, Value);

    /// <summary>A power; the exponent is public.</summary>
    public ulong Power(ulong value, ulong exponent)
    {
        ulong power = 1;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) power = Multiply(power, value);
            value = Multiply(value, value);
        }
        return power;
    }

    /// <summary>The inverse of a residue that is not zero, by Fermat.</summary>
    public ulong Invert(ulong value) => Power(value, Value - 2);

    /// <summary>2^<paramref name="exponent"/> modulo q.</summary>
    public ulong PowerOfTwo(int exponent) => Power(2, (ulong)exponent);

    /// <summary>The residue of a signed integer of magnitude below q.</summary>
    public ulong Lift(long value) => (ulong)value + (Value & (ulong)(value >> 63));

    /// <summary>The integer nearest to zero with a residue below q.</summary>
    public long Centre(ulong residue) => (long)(residue - (Value & (ulong)((long)(Value / 2 - residue) >> 63)));
}
