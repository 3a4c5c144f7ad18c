using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tributary.Security;

/// <summary>Eight residues at a time.</summary>
/// <remarks>
/// Vectors have no upper half of a 64-bit product. Of the four partial products of halves the lowest is left out and the two in the middle
/// are cut, so the quotient is too small by at most 2, and the product modulo q is below 4q instead of 2q.
/// </remarks>
internal readonly struct WideLanes : ILanes<Vector512<ulong>>
{
    /// <summary>Whether this beats one residue at a time: it takes a 64-bit vector product in hardware.</summary>
    public static bool Pays => Vector512.IsHardwareAccelerated && Avx512DQ.IsSupported;

    /// <inheritdoc/>
    public static int Count => Vector512<ulong>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(ref ulong source, int index) => Vector512.LoadUnsafe(ref source, (nuint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ulong> value, ref ulong target, int index) => value.StoreUnsafe(ref target, (nuint)index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Broadcast(ulong value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add(Vector512<ulong> a, Vector512<ulong> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Subtract(Vector512<ulong> a, Vector512<ulong> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ReduceOnce(Vector512<ulong> value, Vector512<ulong> modulus) => Vector512.Min(value, value - modulus);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Multiply(
        Vector512<ulong> value, Vector512<ulong> factor, Vector512<ulong> quotient, Vector512<ulong> modulus)
    {
        Vector512<ulong> high = value >>> 32, quotientHigh = quotient >>> 32;
        Vector512<ulong> times = Halves(high, quotientHigh) + (Halves(high, quotient) >>> 32) + (Halves(value, quotientHigh) >>> 32);
        return value * factor - times * modulus;
    }

    /// <summary>The products of the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Halves(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.IsSupported
        ? Avx512F.Multiply(a.AsUInt32(), b.AsUInt32())
        : (a & Vector512.Create(0xFFFFFFFFUL)) * (b & Vector512.Create(0xFFFFFFFFUL));
}
