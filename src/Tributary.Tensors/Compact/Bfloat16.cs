using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A 16-bit float: the upper half of a 32-bit one, with its range and 8 significant bits.</summary>
/// <param name="Bits">The sign, 8 bits of exponent, 7 bits of fraction.</param>
/// <remarks>
/// Wang, Kanwar: BFloat16, the secret to high performance on Cloud TPUs, 2019. Rounding is to the nearest, ties to even; subnormal numbers
/// are rounded like all others; what rounds beyond the largest number becomes infinite; a NaN stays one, with its sign, and is quiet.
/// </remarks>
public readonly record struct Bfloat16(ushort Bits)
{
    private const uint Quiet = 0x40, JustBelowHalf = 0x7FFF;

    /// <summary>The nearest number of 16 bits.</summary>
    public static Bfloat16 Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value), upper = bits >> 16;
        return new((ushort)(float.IsNaN(value) ? upper | Quiet : (bits + JustBelowHalf + (upper & 1)) >> 16));
    }

    /// <summary>The same number in 32 bits; exact.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)Bits << 16);

    /// <summary>Rounds every one of <paramref name="values"/>.</summary>
    /// <param name="values">Any floats.</param>
    /// <param name="target">Receives as many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is shorter.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(ReadOnlySpan<float> values, Span<Bfloat16> target)
    {
        target = target[..values.Length];
        ref ushort to = ref Unsafe.As<Bfloat16, ushort>(ref MemoryMarshal.GetReference(target));
        int i = 0;
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);
            Vector512<uint> bits = x.AsUInt32(), upper = bits >> 16;
            Vector512<uint> nearest = (bits + Vector512.Create(JustBelowHalf) + (upper & Vector512.Create(1u))) >> 16;
            Vector512<uint> isNumber = Vector512.Equals(x, x).AsUInt32();
            Vector512<uint> rounded = Vector512.ConditionalSelect(isNumber, nearest, upper | Vector512.Create(Quiet));
            Vector256.Narrow(rounded.GetLower(), rounded.GetUpper()).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < values.Length; i++) target[i] = Round(values[i]);
    }

    /// <summary>Widens every one of <paramref name="values"/>; exact.</summary>
    /// <param name="values">Any numbers.</param>
    /// <param name="target">Receives as many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="target"/> is shorter.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decode(ReadOnlySpan<Bfloat16> values, Span<float> target)
    {
        target = target[..values.Length];
        ref ushort from = ref Unsafe.As<Bfloat16, ushort>(ref MemoryMarshal.GetReference(values));
        int i = 0;
        for (; i <= values.Length - Lanes.Count; i += Lanes.Count)
        {
            (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
            (Vector512.Create(lower, upper) << 16).AsSingle().StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)i);
        }
        for (; i < values.Length; i++) target[i] = values[i].ToSingle();
    }
}
