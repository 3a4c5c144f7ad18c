using System.Text;

namespace Tributary.Tensors.Tests;

public sealed class SafetensorsReaderTests
{
    private const string Pair = """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[3],"data_offsets":[2,5]}}""";

    [Fact]
    public void Reads_tensors_where_the_header_says_they_lie()
    {
        SafetensorsFile file = SafetensorsReader.Read(SafetensorsBody.Of(Pair, 5));
        Assert.Equal(["a", "b"], file.Entries.Select(entry => entry.Name));
        Assert.Equal([1, 2], file["a"].Values<byte>().ToArray());
        Assert.Equal([3, 4, 5], file["b"].Values<byte>().ToArray());
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Orders_tensors_by_their_place_not_by_their_mention()
    {
        const string Header = """{"b":{"dtype":"U8","shape":[3],"data_offsets":[2,5]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";
        Assert.Equal(["a", "b"], SafetensorsReader.Read(SafetensorsBody.Of(Header, 5)).Entries.Select(entry => entry.Name));
    }

    [Fact]
    public void Accepts_blanks_behind_the_header()
    {
        Assert.Equal(2, SafetensorsReader.Read(SafetensorsBody.Of(Pair + "     ", 5)).Entries.Count);
    }

    [Fact]
    public void Accepts_a_body_without_tensors() => Assert.Empty(SafetensorsReader.Read(SafetensorsBody.Of("{}", 0)).Entries);

    [Fact]
    public void Reads_scalars_and_empty_tensors()
    {
        const string Header =
            """{"none":{"dtype":"F32","shape":[0,4611686018427387904],"data_offsets":[0,0]},"one":{"dtype":"I16","shape":[],"data_offsets":[0,2]}}""";
        SafetensorsFile file = SafetensorsReader.Read(SafetensorsBody.Of(Header, 2));
        Assert.Equal(0, file["none"].Count);
        Assert.Equal([0, 1L << 62], file["none"].Shape);
        Assert.Equal([0x0201], file["one"].Values<short>().ToArray());
        Assert.Empty(file["one"].Shape);
    }

    [Fact]
    public void Reads_metadata_and_escaped_names()
    {
        const string Header = """{"__metadata__":{"format":"pt","n\u00e4me":"\"x\""},"\u0061":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}""";
        SafetensorsFile file = SafetensorsReader.Read(SafetensorsBody.Of(Header, 1));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("\"x\"", file.Metadata["näme"]);
        Assert.NotNull(file.Find("a"));
        Assert.Null(file.Find("b"));
    }

    [Fact]
    public void Reads_a_stream_that_cannot_seek()
    {
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            zip.Write(SafetensorsBody.Of(Pair, 5));
        packed.Position = 0;
        using var unzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(2, SafetensorsReader.Read(unzip).Entries.Count);
    }

    [Theory]
    [InlineData("", 0, "does not begin with '{'")]
    [InlineData(" {}", 0, "does not begin with '{'")]
    [InlineData("[]", 0, "does not begin with '{'")]
    [InlineData("{", 0, "broken")]
    [InlineData("{}x", 0, "broken")]
    [InlineData("{} {}", 0, "broken")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},}""", 2, "broken")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 3, "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, "only 1 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "hole or an overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "hole or an overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "hole or an overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3, "hole or an overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "stands twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "stands twice")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "'dtype'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}}""", 1, "'more'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1]}}""", 0, "needs dtype")]
    [InlineData("""{"a":{"dtype":"U8","data_offsets":[0,1]}}""", 1, "needs dtype")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,1]}}""", 1, "needs dtype")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1, "two data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 2, "two data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", 1, "hole")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,-1]}}""", 1, "whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1, "whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,1]}}""", 1, "whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}""", 1, "whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}}""", 1, "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,3]}}""", 3, "does not fit its type and shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", 8, "only 8 bytes")]
    [InlineData("""{"a":{"dtype":"U4","shape":[1],"data_offsets":[0,1]}}""", 1, "'U4'")]
    [InlineData("""{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1, "String belongs")]
    [InlineData("""{"a":[]}""", 0, "StartObject belongs")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "String belongs")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "stands twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "stands twice")]
    [InlineData("""{"a\ud800":{}}""", 0, "broken")]
    [InlineData("""{"a":{"dtype":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""", 0, "broken")]
    public void Refuses_a_hostile_header(string header, int dataLength, string part)
    {
        var refusal = Assert.Throws<SafetensorsException>(() => SafetensorsReader.Read(SafetensorsBody.Of(header, dataLength)));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_text_that_is_not_utf8()
    {
        byte[] header = [.. Encoding.UTF8.GetBytes("{\"a"), 0xFF, .. Encoding.UTF8.GetBytes("\":{}}")];
        Assert.Throws<SafetensorsException>(() => SafetensorsReader.Read(SafetensorsBody.Of(header, [])));
    }

    [Theory]
    [InlineData(new byte[0], "0 bytes")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0 }, "7 bytes")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' }, "only 2 follow")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "the format allows")]
    [InlineData(new byte[] { 1, 0xE1, 0xF5, 5, 0, 0, 0, 0, (byte)'{' }, "the format allows")]
    public void Refuses_a_header_length_that_cannot_be(byte[] body, string part)
    {
        var refusal = Assert.Throws<SafetensorsException>(() => SafetensorsReader.Read(body));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_every_truncation()
    {
        byte[] body = SafetensorsBody.Of(Pair, 5);
        for (int length = 0; length < body.Length; length++)
            Assert.Throws<SafetensorsException>(() => SafetensorsReader.Read(body.AsMemory(0, length)));
    }

    [Fact]
    public void Survives_flipped_bytes_with_a_refusal_or_a_sound_result()
    {
        byte[] sound = SafetensorsBody.Of("""{"__metadata__":{"format":"pt"},""" + Pair[1..], 5);
        var random = new RandomStream(7);
        int accepted = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            byte[] body = [.. sound];
            for (int flips = 1 + random.NextInt(3); flips > 0; flips--) body[random.NextInt(body.Length)] = (byte)random.NextInt(256);
            try
            {
                SafetensorsFile file = SafetensorsReader.Read(body);
                Assert.Equal(5, file.Entries.Sum(entry => entry.Data.Length));
                accepted++;
            }
            catch (SafetensorsException)
            {
                // The other permitted end.
            }
        }
        Assert.InRange(accepted, 1, 19_999);
    }

    [Fact]
    public void Names_a_file_that_is_missing_or_broken()
    {
        string missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.Contains(missing, Assert.Throws<SafetensorsException>(() => SafetensorsReader.ReadFile(missing)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(missing, [1, 2]);
        try
        {
            Assert.Contains(missing, Assert.Throws<SafetensorsException>(() => SafetensorsReader.ReadFile(missing)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(missing);
        }
    }
}
