using Tributary.Tests;

namespace Tributary.Tensors.Tests;

public sealed class CompactStorageTests
{
    private static readonly float[] _values = [.. Enumerable.Range(0, 150).Select(i => MathF.Sin(i) * (1 + i / 64))];

    private static ParameterSet Parameters() =>
        new(new ParameterLayout([("first.weight", [10, 13], true), ("first.bias", [13], true), ("table", [7], false)]), _values);

    private static SafetensorsFile Written(params SafetensorsEntry[] entries)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, entries);
        return SafetensorsReader.Read(stream.ToArray());
    }

    private static SafetensorsFile Written(CompactFormat format)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, Parameters(), format, new Dictionary<string, string> { ["made"] = "here" });
        return SafetensorsReader.Read(stream.ToArray());
    }

    [Theory]
    [InlineData(CompactFormat.Single, "F32", 4 * 150)]
    [InlineData(CompactFormat.Bfloat16, "BF16", 2 * 150)]
    [InlineData(CompactFormat.Int8, "I8", 150 + 4 * 5)]
    public void Parameters_come_back_as_the_form_has_rounded_them(CompactFormat format, string type, int bytes)
    {
        SafetensorsFile file = Written(format);
        ParameterSet read = file.ToParameters(Parameters().Layout), all = file.ToParameters();
        Assert.Equal(3, all.Layout.Entries.Count);
        foreach (ParameterEntry entry in read.Layout.Entries)
        {
            float[] expected = new float[entry.Shape.Count];
            CompactTensor tensor = file.ToCompact(entry.Name);
            Assert.Equal((format, entry.Shape), (tensor.Format, tensor.Shape));
            CompactTensor.Encode(entry.Shape, Parameters()[entry.Name], format).CopyTo(expected);
            Assert.Equal(expected, read[entry.Name].ToArray());
            Assert.Equal(expected, all[entry.Name].ToArray());
            tensor.CopyTo(expected);
            Assert.Equal(expected, read[entry.Name].ToArray());
            Assert.Equal(type, file[entry.Name].DType.ToString());
        }
        Assert.Equal(bytes, file.Entries.Sum(entry => entry.Data.Length));
        Assert.Equal(("pt", "here"), (file.Metadata["format"], file.Metadata["made"]));
    }

    [Fact]
    public void A_file_appears_in_compact_form_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.safetensors");
        ParameterSet infinite = Parameters();
        infinite["first.bias"][2] = float.PositiveInfinity;
        Assert.Throws<TensorException>(() => SafetensorsWriter.WriteFile(path, infinite, CompactFormat.Int8));
        Assert.Empty(Directory.GetFiles(folder.Path));
        SafetensorsWriter.WriteFile(path, infinite, CompactFormat.Bfloat16);
        Assert.Equal(float.PositiveInfinity, SafetensorsReader.ReadFile(path).ToParameters()["first.bias"][2]);
    }

    [Fact]
    public void Brain_floats_are_read_in_place()
    {
        SafetensorsFile file = Written(CompactFormat.Bfloat16);
        Assert.Equal(_values.Take(130).Select(Bfloat16.Round), file["first.weight"].Values<Bfloat16>().ToArray());
        Assert.Throws<SafetensorsException>(() => file["first.weight"].Values<ushort>().Length);
    }

    [Theory]
    [InlineData("need (2)", new float[] { 1 })]
    [InlineData("need (2)", new float[] { 1, 1, 1 })]
    [InlineData("no step", new float[] { 1, -1 })]
    [InlineData("no step", new float[] { 1, float.NaN })]
    [InlineData("no step", new float[] { 1, 3e38f })]
    public void Scales_that_do_not_fit_are_refused(string message, float[] scales)
    {
        SafetensorsFile file = Written(SafetensorsEntry.Of("w", new sbyte[65], 65), SafetensorsEntry.Of("w.scales", scales, scales.Length));
        Refuses(message, () => file.ToCompact("w"));
        Refuses(message, () => file.ToParameters());
        Refuses(message, () => file.ToParameters(new ParameterLayout([("w", [65], true)])));
    }

    [Fact]
    public void Elements_that_do_not_fit_are_refused()
    {
        SafetensorsEntry scales = SafetensorsEntry.Of("w.scales", [1f], 1);
        Refuses("'w.scales'", () => Written(SafetensorsEntry.Of<sbyte>("w", [1, 2], 2)).ToCompact("w"));
        Refuses("-128", () => Written(SafetensorsEntry.Of<sbyte>("w", [1, -128], 2), scales).ToCompact("w"));
        Refuses("is of type F16", () => Written(SafetensorsEntry.Of("w", [(Half)1], 1)).ToCompact("w"));
        Refuses("is of type F64", () => Written(SafetensorsEntry.Of<sbyte>("w", [1], 1), SafetensorsEntry.Of("w.scales", [1.0], 1)).ToCompact("w"));
        Refuses("(1, 1)", () => Written(SafetensorsEntry.Of<sbyte>("w", [1], 1), SafetensorsEntry.Of("w.scales", [1f], 1, 1)).ToCompact("w"));
        Refuses("no tensor 'w'", () => Written(scales).ToCompact("w"));
    }

    [Fact]
    public void Integers_without_scales_and_scales_without_integers_are_what_they_say()
    {
        Assert.Equal([1f, 2f], Written(SafetensorsEntry.Of<sbyte>("w", [1, 2], 2)).ToParameters().Values);
        SafetensorsFile two = Written(SafetensorsEntry.Of("w", [5f], 1), SafetensorsEntry.Of("w.scales", [3f], 1));
        Assert.Equal(["w", "w.scales"], two.ToParameters().Layout.Entries.Select(entry => entry.Name));
        SafetensorsFile both = Written(SafetensorsEntry.Of<sbyte>("w", [2], 1), SafetensorsEntry.Of("w.scales", [3f], 1));
        Assert.Equal(6, both.ToParameters()["w"][0]);
        Assert.Equal(2, both.ToParameters(new ParameterLayout([("w", [1], true), ("w.scales", [1], true)]))["w"][0]);
    }

    [Fact]
    public void A_tensor_called_like_the_scales_of_another_cannot_be_written_beside_it()
    {
        var parameters = new ParameterSet(new ParameterLayout([("w", [1], true), ("w.scales", [1], true)]), [1, 2]);
        Refuses("Two tensors are called 'w.scales'", () => SafetensorsWriter.Write(Stream.Null, parameters, CompactFormat.Int8));
    }

    private static void Refuses(string message, Action act) =>
        Assert.Contains(message, Assert.Throws<SafetensorsException>(act).Message, StringComparison.Ordinal);
}
