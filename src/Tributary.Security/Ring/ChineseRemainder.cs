using System.Runtime.CompilerServices;

namespace Tributary.Security;

/// <summary>Integers below Q from their residues modulo the two primes of the ring.</summary>
internal sealed class ChineseRemainder
{
    private readonly Modulus _first = Modulus.Both[0], _second = Modulus.Both[1];
    private readonly ulong _inverse, _quotient; // of the first prime modulo the second

    /// <summary>Prepares the constants.</summary>
    public ChineseRemainder()
    {
        _inverse = _second.Invert(_first.Value - _second.Value);
        _quotient = _second.Quotient(_inverse);
    }

    /// <summary>The integer below Q with these residues.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UInt128 Join(ulong first, ulong second) => Value(first, Times(first, second));

    /// <summary>How often the first prime is in it (Garner): v = r1 + q1 times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Times(ulong first, ulong second)
    {
        ulong difference = second + 2 * _second.Value - first; // the first prime is the larger one, by less than the second
        return ScalarLanes.ReduceOnce(ScalarLanes.Multiply(difference, _inverse, _quotient, _second.Value), _second.Value);
    }

    /// <summary>r1 + q1 times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UInt128 Value(ulong first, ulong times)
    {
        ulong high = Math.BigMul(_first.Value, times, out ulong low);
        return new UInt128(high, low) + first;
    }
}
