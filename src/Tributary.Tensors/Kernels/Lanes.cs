using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Eight floats at a time, ends of rows included, and the one order in which lanes are combined.</summary>
internal static class Lanes
{
    /// <summary>The number of floats in a vector.</summary>
    public const int Count = 8;

    /// <summary>Reads eight elements from <paramref name="index"/> on; what lies beyond the end reads as <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ReadOnlySpan<float> source, int index, float fill = 0)
    {
        if (index <= source.Length - Count) return Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index);
        return LoadEnd(source, index, fill);
    }

    /// <summary>Writes eight elements from <paramref name="index"/> on, as far as they lie before the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, Span<float> target, int index)
    {
        if (index <= target.Length - Count) values.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)index);
        else StoreEnd(values, target, index);
    }

    /// <summary>The sum of 16 lanes, by halves: lane i and lane i + 8, then i + 4, i + 2, i + 1.</summary>
    public static float Sum(Vector256<float> low, Vector256<float> high)
    {
        Vector256<float> eight = low + high;
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>The largest of 16 lanes.</summary>
    public static float Max(Vector256<float> low, Vector256<float> high)
    {
        Vector256<float> eight = Vector256.Max(low, high);
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[2]), MathF.Max(four[1], four[3]));
    }

    private static Vector256<float> LoadEnd(ReadOnlySpan<float> source, int index, float fill)
    {
        Span<float> buffer = stackalloc float[Count];
        buffer.Fill(fill);
        if (index < source.Length) source[index..].CopyTo(buffer);
        return Vector256.Create<float>(buffer);
    }

    private static void StoreEnd(Vector256<float> values, Span<float> target, int index)
    {
        Span<float> buffer = stackalloc float[Count];
        values.CopyTo(buffer);
        if (index < target.Length) buffer[..(target.Length - index)].CopyTo(target[index..]);
    }
}
