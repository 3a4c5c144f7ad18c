using System.Buffers.Binary;
using System.Text;
using Tributary.Tests;

namespace Tributary.Tensors.Tests;

public sealed class SafetensorsWriterTests
{
    private static byte[] Write(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, entries, metadata);
        return stream.ToArray();
    }

    [Fact]
    public void Writes_the_bytes_the_format_prescribes()
    {
        byte[] body = Write([SafetensorsEntry.Of<ushort>("a", [0x0102, 0x0304], 2, 1)], new Dictionary<string, string> { ["k"] = "v" });
        const string Header = """{"__metadata__":{"k":"v"},"a":{"dtype":"U16","shape":[2,1],"data_offsets":[0,4]}}""";
        string padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        Assert.Equal(padded.Length, BinaryPrimitives.ReadInt64LittleEndian(body));
        Assert.Equal(padded, Encoding.UTF8.GetString(body.AsSpan(8, padded.Length)));
        Assert.Equal([2, 1, 4, 3], body[(8 + padded.Length)..]);
    }

    [Fact]
    public void Reads_back_every_element_type()
    {
        SafetensorsEntry[] entries =
        [
            new("bool", SafetensorsDType.Bool, [2], new byte[] { 0, 1 }),
            SafetensorsEntry.Of<byte>("u8", [1, 255], 2), SafetensorsEntry.Of<sbyte>("i8", [-128], 1),
            SafetensorsEntry.Of<ushort>("u16", [65535], 1), SafetensorsEntry.Of<short>("i16", [-32768], 1),
            SafetensorsEntry.Of<Half>("f16", [(Half)0.5f], 1), new("bf16", SafetensorsDType.BF16, [1], new byte[] { 0x80, 0x3F }),
            SafetensorsEntry.Of<uint>("u32", [uint.MaxValue], 1), SafetensorsEntry.Of<int>("i32", [int.MinValue], 1),
            SafetensorsEntry.Of<float>("f32", [float.Epsilon], 1), SafetensorsEntry.Of<ulong>("u64", [ulong.MaxValue], 1),
            SafetensorsEntry.Of<long>("i64", [long.MinValue]), SafetensorsEntry.Of<double>("f64", [double.Pi], 1, 1),
        ];
        SafetensorsFile file = SafetensorsReader.Read(Write(entries));
        Assert.Equal(entries.Length, file.Entries.Count);
        foreach (SafetensorsEntry entry in entries)
        {
            Assert.Equal(entry.DType, file[entry.Name].DType);
            Assert.Equal(entry.Shape, file[entry.Name].Shape);
            Assert.Equal(entry.Data.ToArray(), file[entry.Name].Data.ToArray());
        }
    }

    [Fact]
    public void Aligns_every_tensor_to_its_element_type()
    {
        byte[] body = Write([SafetensorsEntry.Of<byte>("u8", [1], 1), SafetensorsEntry.Of<long>("i64", [2], 1), SafetensorsEntry.Of<short>("i16", [3], 1)]);
        SafetensorsFile file = SafetensorsReader.Read(body);
        Assert.Equal(["i64", "i16", "u8"], file.Entries.Select(entry => entry.Name));
        Assert.Equal(0, (BinaryPrimitives.ReadInt64LittleEndian(body) + 8) % 8);
    }

    [Fact]
    public void Reads_back_parameters_bit_for_bit()
    {
        ParameterSet parameters = Sample();
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, parameters, new Dictionary<string, string> { ["made"] = "here" });
        stream.Position = 0;
        SafetensorsFile file = SafetensorsReader.Read(stream);
        ParameterSet read = file.ToParameters(parameters.Layout);
        Assert.Equal(parameters.Values.ToArray().Select(BitConverter.SingleToUInt32Bits), read.Values.ToArray().Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("here", file.Metadata["made"]);
        Assert.Equal(parameters.Layout.Entries.Select(entry => (entry.Name, entry.Shape)), file.ToParameters().Layout.Entries.Select(entry => (entry.Name, entry.Shape)));
    }

    [Fact]
    public void Refuses_two_tensors_of_one_name()
    {
        SafetensorsEntry entry = SafetensorsEntry.Of<byte>("a", [1], 1);
        Assert.Throws<SafetensorsException>(() => Write([entry, entry]));
    }

    [Fact]
    public void Replaces_a_file_whole_and_leaves_no_other_file()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.safetensors");
        File.WriteAllText(path, "old");
        SafetensorsWriter.WriteFile(path, Sample());
        Assert.Equal(3, SafetensorsReader.ReadFile(path).Entries.Count);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Keeps_the_old_file_when_writing_fails()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.safetensors");
        File.WriteAllText(path, "old");
        SafetensorsEntry entry = SafetensorsEntry.Of<byte>("a", [1], 1);
        Assert.Throws<SafetensorsException>(() => SafetensorsWriter.WriteFile(path, [entry, entry]));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Names_a_file_that_cannot_be_written()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "model.safetensors");
        Assert.Contains(path, Assert.Throws<SafetensorsException>(() => SafetensorsWriter.WriteFile(path, Sample())).Message, StringComparison.Ordinal);
    }

    private static ParameterSet Sample() => new(
        new ParameterLayout([("weight", [2, 3], true), ("mean", [3], false), ("bias", [], true)]),
        [1, -2, float.NaN, float.NegativeInfinity, -0f, float.Epsilon, 7, 8, 9, 10]);

    [Fact]
    public void What_gradients_do_not_train_stays_so()
    {
        var layout = new ParameterLayout([("scale", Shape.Create([2]), false), ("weight", Shape.Create([2, 3]), true)]);
        using var bytes = new MemoryStream();
        SafetensorsWriter.Write(bytes, new ParameterSet(layout));
        Assert.Equal(layout, SafetensorsReader.Read(bytes.ToArray()).ToParameters().Layout);
    }
}
