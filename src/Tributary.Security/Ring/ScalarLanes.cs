using System.Runtime.CompilerServices;

namespace Tributary.Security;

/// <summary>One residue at a time, with the processor's 128-bit product.</summary>
internal readonly struct ScalarLanes : ILanes<ulong>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref ulong source, int index) => Unsafe.Add(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong value, ref ulong target, int index) => Unsafe.Add(ref target, index) = value;

    /// <inheritdoc/>
    public static ulong Broadcast(ulong value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong a, ulong b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong a, ulong b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReduceOnce(ulong value, ulong modulus)
    {
        ulong less = value - modulus;
        return less + (modulus & (ulong)((long)less >> 63));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong value, ulong factor, ulong quotient, ulong modulus) =>
        value * factor - Math.BigMul(value, quotient, out _) * modulus;
}
