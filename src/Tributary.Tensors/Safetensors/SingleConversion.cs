using System.Numerics;

namespace Tributary.Tensors;

/// <summary>Conversion of stored elements to single precision that refuses to lose what an integer said.</summary>
internal static class SingleConversion
{
    public static void Convert(SafetensorsEntry entry, Span<float> destination)
    {
        ReadOnlySpan<byte> data = entry.Data.Span;
        switch (entry.DType)
        {
            case SafetensorsDType.F32: ElementType.As<float>(data).CopyTo(destination); break;
            case SafetensorsDType.F64: Narrow(entry.Name, ElementType.As<double>(data), destination); break;
            case SafetensorsDType.F16: Widen(ElementType.As<Half>(data), destination); break;
            case SafetensorsDType.BF16: Bfloat16.Decode(ElementType.As<Bfloat16>(data), destination); break;
            case SafetensorsDType.Bool:
            case SafetensorsDType.U8: Exact(entry.Name, ElementType.As<byte>(data), destination); break;
            case SafetensorsDType.I8: Exact(entry.Name, ElementType.As<sbyte>(data), destination); break;
            case SafetensorsDType.U16: Exact(entry.Name, ElementType.As<ushort>(data), destination); break;
            case SafetensorsDType.I16: Exact(entry.Name, ElementType.As<short>(data), destination); break;
            case SafetensorsDType.U32: Exact(entry.Name, ElementType.As<uint>(data), destination); break;
            case SafetensorsDType.I32: Exact(entry.Name, ElementType.As<int>(data), destination); break;
            case SafetensorsDType.U64: Exact(entry.Name, ElementType.As<ulong>(data), destination); break;
            case SafetensorsDType.I64: Exact(entry.Name, ElementType.As<long>(data), destination); break;
        }
    }

    private static void Narrow(string name, ReadOnlySpan<double> values, Span<float> destination)
    {
        for (int i = 0; i < values.Length; i++)
        {
            destination[i] = (float)values[i];
            if (float.IsInfinity(destination[i]) && double.IsFinite(values[i])) throw Inexact(name, i, values[i]);
        }
    }

    private static void Widen(ReadOnlySpan<Half> values, Span<float> destination)
    {
        for (int i = 0; i < values.Length; i++) destination[i] = (float)values[i];
    }

    private static void Exact<T>(string name, ReadOnlySpan<T> values, Span<float> destination) where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            // Twenty-four significant bits fit; trailing zeros cost nothing.
            T magnitude = T.IsNegative(values[i]) ? -values[i] : values[i];
            if (values[i].GetShortestBitLength() > 24
                && int.CreateTruncating(T.TrailingZeroCount(magnitude)) < SignificantBits(magnitude) - 24)
                throw Inexact(name, i, values[i]);
            destination[i] = float.CreateTruncating(values[i]);
        }
    }

    // The magnitude of the least signed number is itself, negative: all but its first bit are zero.
    private static int SignificantBits<T>(T magnitude) where T : IBinaryInteger<T> =>
        T.IsNegative(magnitude) ? magnitude.GetByteCount() * 8 : magnitude.GetShortestBitLength();

    private static SafetensorsException Inexact<T>(string name, int index, T value) => new(
        $"Element {index} of tensor '{name}' is {value}, which single precision cannot hold. Read the tensor in its own type.");
}
