using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tributary.Tensors;

/// <summary>Sixteen floats at a time, ends of rows included, and the one order in which lanes are combined.</summary>
/// <remarks>
/// All kernels are written for 16 lanes. <see cref="Vector512{T}"/> is one register with AVX-512, two with AVX2, four on ARM64, and plain
/// code elsewhere: the platform takes it apart, and the bits are the same everywhere.
/// </remarks>
internal static class Lanes
{
    /// <summary>The number of floats in a vector.</summary>
    public const int Count = 16;

    /// <summary>Reads 16 elements from <paramref name="index"/> on; what lies beyond the end reads as <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ReadOnlySpan<float> source, int index, float fill = 0)
    {
        if (index <= source.Length - Count) return Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index);
        return LoadEnd(source, index, fill);
    }

    /// <summary>Writes 16 elements from <paramref name="index"/> on, as far as they lie before the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, Span<float> target, int index)
    {
        if (index <= target.Length - Count) values.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)index);
        else StoreEnd(values, target, index);
    }

    /// <summary>The sum of 16 lanes, by halves: lane i and lane i + 8, then i + 4, i + 2, i + 1.</summary>
    public static float Sum(Vector512<float> lanes)
    {
        Vector256<float> eight = lanes.GetLower() + lanes.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>The largest of 16 lanes.</summary>
    public static float Max(Vector512<float> lanes)
    {
        Vector256<float> eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[2]), MathF.Max(four[1], four[3]));
    }

    private static unsafe Vector512<float> LoadEnd(ReadOnlySpan<float> source, int index, float fill)
    {
        if (Avx512F.IsSupported)
            fixed (float* start = source)
                return Avx512F.MaskLoad(start + index, FirstLanes(source.Length - index), Vector512.Create(fill));
        Span<float> buffer = stackalloc float[Count];
        buffer.Fill(fill);
        if (index < source.Length) source[index..].CopyTo(buffer);
        return Vector512.Create<float>(buffer);
    }

    private static unsafe void StoreEnd(Vector512<float> values, Span<float> target, int index)
    {
        if (Avx512F.IsSupported)
        {
            fixed (float* start = target) Avx512F.MaskStore(start + index, FirstLanes(target.Length - index), values);
            return;
        }
        Span<float> buffer = stackalloc float[Count];
        values.CopyTo(buffer);
        if (index < target.Length) buffer[..(target.Length - index)].CopyTo(target[index..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FirstLanes(int count) =>
        Vector512.GreaterThan(Vector512.Create(count), Vector512<int>.Indices).AsSingle();
}
