using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>Floats as 8-bit codes from -127 to 127, times a scale for each block of 64: the block's largest magnitude over 127.</summary>
/// <remarks>
/// Symmetric absmax quantization by blocks, as in Dettmers et al., arXiv:2110.02861, section 2.1, with evenly spaced codes. A decoded
/// number is off by at most half its block's scale (times 1 + 2^-15, for the quotient and the product are rounded). Quotients go to the
/// nearest code, ties to even.
/// </remarks>
internal static class Int8Blocks
{
    /// <summary>The number of values that share a scale; the last block may hold fewer.</summary>
    public const int Size = 64;

    /// <summary>The largest code.</summary>
    public const int Largest = 127;

    private const float SmallestNormal = 1.17549435e-38f;
    private const int InfinityBits = 0x7F800000;

    // Adding 1.5 * 2^23 rounds to the nearest integer, ties to even, which then stands in the low bits.
    private const float Rounding = 12582912f;

    /// <summary>The number of blocks that <paramref name="values"/> values make.</summary>
    public static int Count(int values) => (int)(((long)values + Size - 1) / Size);

    /// <summary>Encodes all values.</summary>
    /// <param name="values">Finite floats.</param>
    /// <param name="codes">As many codes.</param>
    /// <param name="scales">One scale for each block, zero for a block of zeros.</param>
    /// <exception cref="TensorException">A value is not finite.</exception>
    public static void Encode(ReadOnlySpan<float> values, Span<sbyte> codes, Span<float> scales)
    {
        Span<float> padded = stackalloc float[Size];
        Span<sbyte> code = stackalloc sbyte[Size];
        for (int block = 0, start = 0; start < values.Length; block++, start += Size)
        {
            int count = Math.Min(Size, values.Length - start);
            int largest;
            if (count == Size)
            {
                largest = EncodeBlock(values.Slice(start, Size), codes.Slice(start, Size), out scales[block]);
            }
            else
            {
                padded.Clear();
                values[start..].CopyTo(padded);
                largest = EncodeBlock(padded, code, out scales[block]);
                code[..count].CopyTo(codes[start..]);
            }
            if (largest >= InfinityBits) throw NotFinite(values, start);
        }
    }

    /// <summary>Decodes values from <paramref name="start"/> on, as many as <paramref name="target"/> holds.</summary>
    public static void Decode(ReadOnlySpan<sbyte> codes, ReadOnlySpan<float> scales, int start, Span<float> target)
    {
        Span<sbyte> code = stackalloc sbyte[Size];
        Span<float> value = stackalloc float[Size];
        for (int done = 0; done < target.Length;)
        {
            int at = start + done, block = at / Size, count = Math.Min(Size - at % Size, target.Length - done);
            if (count == Size)
            {
                DecodeBlock(codes.Slice(at, Size), scales[block], target.Slice(done, Size));
            }
            else
            {
                codes.Slice(at, count).CopyTo(code);
                DecodeBlock(code, scales[block], value);
                value[..count].CopyTo(target[done..]);
            }
            done += count;
        }
    }

    /// <summary>The step between codes for a block of this largest magnitude.</summary>
    private static float Scale(float largest)
    {
        if (largest == 0) return 0;
        // A subnormal step has too few digits for the codes to reach: such a block takes the smallest normal one, and keeps the bound.
        float scale = MathF.Max(largest / Largest, SmallestNormal);
        return float.IsFinite(Largest * scale) ? scale : MathF.BitDecrement(scale); // of the largest float alone
    }

    /// <summary>Encodes one block; returns its largest magnitude as bits, which for infinities and NaN are the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EncodeBlock(ReadOnlySpan<float> values, Span<sbyte> codes, out float scale)
    {
        ref float from = ref MemoryMarshal.GetReference(values);
        Vector512<float> a = Vector512.LoadUnsafe(ref from), b = Vector512.LoadUnsafe(ref from, Lanes.Count);
        Vector512<float> c = Vector512.LoadUnsafe(ref from, 2 * Lanes.Count), d = Vector512.LoadUnsafe(ref from, 3 * Lanes.Count);
        // Magnitudes are in the order of their bits, and no rule about NaN is needed.
        int largest = Max(Vector512.Max(Vector512.Max(Magnitude(a), Magnitude(b)), Vector512.Max(Magnitude(c), Magnitude(d))));
        scale = Scale(BitConverter.Int32BitsToSingle(largest));
        if (scale == 0 || largest >= InfinityBits)
        {
            codes.Clear();
            return largest;
        }
        Vector512<float> step = Vector512.Create(scale);
        Vector512<short> lower = Vector512.Narrow(Nearest(a / step), Nearest(b / step));
        Vector512<short> upper = Vector512.Narrow(Nearest(c / step), Nearest(d / step));
        Vector512.Narrow(lower, upper).StoreUnsafe(ref MemoryMarshal.GetReference(codes));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DecodeBlock(ReadOnlySpan<sbyte> codes, float scale, Span<float> values)
    {
        ref float to = ref MemoryMarshal.GetReference(values);
        Vector512<float> step = Vector512.Create(scale);
        (Vector512<short> lower, Vector512<short> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(codes)));
        (Vector512<int> a, Vector512<int> b) = Vector512.Widen(lower);
        (Vector512<int> c, Vector512<int> d) = Vector512.Widen(upper);
        (Vector512.ConvertToSingle(a) * step).StoreUnsafe(ref to);
        (Vector512.ConvertToSingle(b) * step).StoreUnsafe(ref to, Lanes.Count);
        (Vector512.ConvertToSingle(c) * step).StoreUnsafe(ref to, 2 * Lanes.Count);
        (Vector512.ConvertToSingle(d) * step).StoreUnsafe(ref to, 3 * Lanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Magnitude(Vector512<float> x) => x.AsInt32() & Vector512.Create(int.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Nearest(Vector512<float> quotient) =>
        (quotient + Vector512.Create(Rounding)).AsInt32() - Vector512.Create(BitConverter.SingleToInt32Bits(Rounding));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Max(Vector512<int> lanes)
    {
        Vector256<int> eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        Vector128<int> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    private static TensorException NotFinite(ReadOnlySpan<float> values, int start)
    {
        int index = start;
        while (float.IsFinite(values[index])) index++;
        return new TensorException(
            $"Element {index} is {values[index]}, and no scale fits a block with it. Find out why it is not finite, or keep 16 bits.");
    }
}
