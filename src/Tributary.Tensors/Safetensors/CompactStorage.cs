namespace Tributary.Tensors;

/// <summary>Compact tensors as entries of a safetensors body: what stands there, and what is refused.</summary>
/// <remarks>
/// 8-bit elements are I8 under the tensor's name; the scales of their blocks of 64 are F32 under <c>name.scales</c>, one extent of as many
/// as there are blocks.
/// </remarks>
internal static class CompactStorage
{
    private const string Ending = ".scales";

    public static IReadOnlyList<SafetensorsEntry> Entries(string name, CompactTensor tensor)
    {
        long[] shape = [.. tensor.Shape.Extents.ToArray().Select(extent => (long)extent)];
        var elements = new SafetensorsEntry(name, TypeOf(tensor.Format), shape, tensor.Codes);
        return tensor.Format == CompactFormat.Int8
            ? [elements, SafetensorsEntry.Of(name + Ending, tensor.Scales, tensor.Scales.Length)]
            : [elements];
    }

    /// <summary>The name under which the scales of 8-bit elements stand.</summary>
    public static string ScalesOf(string name) => name + Ending;

    /// <summary>Whether <paramref name="entry"/> holds 8-bit elements whose scales stand beside it.</summary>
    public static bool HasScales(SafetensorsFile file, SafetensorsEntry entry) =>
        entry.DType == SafetensorsDType.I8 && file.Find(ScalesOf(entry.Name)) is not null;

    /// <summary>Whether <paramref name="entry"/> holds the scales of 8-bit elements that stand beside it.</summary>
    public static bool IsScales(SafetensorsFile file, SafetensorsEntry entry) =>
        entry.Name.EndsWith(Ending, StringComparison.Ordinal)
        && file.Find(entry.Name[..^Ending.Length]) is { DType: SafetensorsDType.I8 };

    /// <summary>The tensor called <paramref name="name"/>, whose shape is known to be <paramref name="shape"/>.</summary>
    public static CompactTensor Read(SafetensorsFile file, string name, Shape shape)
    {
        SafetensorsEntry elements = file[name];
        CompactFormat format = elements.DType switch
        {
            SafetensorsDType.F32 => CompactFormat.Single,
            SafetensorsDType.BF16 => CompactFormat.Bfloat16,
            SafetensorsDType.I8 => CompactFormat.Int8,
            _ => throw new SafetensorsException(
                $"Tensor '{name}' is of type {ElementType.NameOf(elements.DType)}, and compact tensors are F32, BF16 or I8. " +
                "Read it as parameters, and encode them."),
        };
        return new CompactTensor(shape, format, elements.Data, format == CompactFormat.Int8 ? Scales(file, elements) : []);
    }

    private static float[] Scales(SafetensorsFile file, SafetensorsEntry elements)
    {
        string name = ScalesOf(elements.Name);
        SafetensorsEntry entry = file.Find(name) ?? throw new SafetensorsException(
            $"The scales of tensor '{elements.Name}' are not in the body, and its 8-bit elements mean nothing without '{name}'. "
            + "Write both.");
        float[] scales = entry.Values<float>().ToArray();
        int expected = Int8Blocks.Count(elements.Count);
        if (entry.Shape is not [long length] || length != expected)
            throw new SafetensorsException(
                $"Tensor '{name}' has shape ({string.Join(", ", entry.Shape)}), and {elements.Count} elements in blocks of "
                + $"{Int8Blocks.Size} need ({expected}). Write both again from the same tensor.");
        foreach (float scale in scales)
            if (!(scale >= 0 && float.IsFinite(scale * Int8Blocks.Largest)))
                throw new SafetensorsException(
                    $"Tensor '{name}' holds {scale}, which is no step between numbers. Write the tensor again.");
        if (elements.Values<sbyte>().Contains(sbyte.MinValue))
            throw new SafetensorsException(
                $"Tensor '{elements.Name}' holds -128, and codes go from -{Int8Blocks.Largest} to {Int8Blocks.Largest}. "
                + "Write it with a program that quantizes symmetrically.");
        return scales;
    }

    private static SafetensorsDType TypeOf(CompactFormat format) => format switch
    {
        CompactFormat.Single => SafetensorsDType.F32,
        CompactFormat.Bfloat16 => SafetensorsDType.BF16,
        _ => SafetensorsDType.I8,
    };
}
