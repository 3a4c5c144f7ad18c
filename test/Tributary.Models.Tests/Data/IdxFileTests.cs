using System.IO.Compression;
using Tributary.Tests;

namespace Tributary.Models.Tests;

public sealed class IdxFileTests : IDisposable
{
    private static readonly byte[] _images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102];
    private static readonly byte[] _labels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LabelledData Read(byte[] images, byte[] labels) => IdxFile.Read(_folder.Write("images", images), _folder.Write("labels", labels));

    private static byte[] Zip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress)) zip.Write(content);
        return packed.ToArray();
    }

    [Fact]
    public void Reads_images_with_one_channel_and_pixels_from_zero_to_one()
    {
        LabelledData data = Read(_images, _labels);
        Assert.Equal([1, 2, 1], data.FeatureShape);
        Assert.Equal(2, data.ClassCount);
        float[] pixels = new float[2];
        data.CopyFeatures(0, pixels);
        Assert.Equal([0, 1], pixels);
        data.CopyFeatures(1, pixels);
        Assert.Equal(0.2f, pixels[0], 1e-6f);
        Assert.Equal(0.4f, pixels[1], 1e-6f);
        Assert.Equal([1, 0], [data.Label(0), data.Label(1)]);
    }

    [Fact]
    public void Unpacks_gzip()
    {
        LabelledData data = IdxFile.Read(_folder.Write("images.gz", Zip(_images)), _folder.Write("labels.gz", Zip(_labels)));
        Assert.Equal(2, data.Count);
    }

    [Fact]
    public void Refuses_truncated_and_lengthened_files()
    {
        for (int length = 0; length < _images.Length; length++)
            Assert.Throws<DataException>(() => Read(_images[..length], _labels));
        Assert.Contains("5 elements", Assert.Throws<DataException>(() => Read([.. _images, 0], _labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_truncated_gzip()
    {
        byte[] packed = Zip(new byte[100_000]);
        string path = _folder.Write("images.gz", packed[..(packed.Length / 2)]), labels = _folder.Write("labels", _labels);
        Assert.Contains(path, Assert.Throws<DataException>(() => IdxFile.Read(path, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_no_gzip()
    {
        string path = _folder.Write("images.gz", _images), labels = _folder.Write("labels", _labels);
        Assert.Contains("gzip", Assert.Throws<DataException>(() => IdxFile.Read(path, labels)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 0 }, "two zero bytes")]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0 }, "0x0d")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "truncated")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 4 }, "empty or truncated")]
    [InlineData(new byte[] { 0, 0, 8, 255, 255, 255, 255, 255 }, "truncated")]
    [InlineData(new byte[] { 0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "empty or truncated")]
    public void Refuses_a_header_that_cannot_be(byte[] images, string part) =>
        Assert.Contains(part, Assert.Throws<DataException>(() => Read(images, _labels)).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_files_in_the_wrong_roles()
    {
        Assert.Contains("labels come second", Assert.Throws<DataException>(() => Read(_labels, _images)).Message, StringComparison.Ordinal);
        Assert.Contains("images come first", Assert.Throws<DataException>(() => Read(_images, _images)).Message, StringComparison.Ordinal);
        Assert.Contains("2 examples", Assert.Throws<DataException>(() => Read(_images, [0, 0, 8, 1, 0, 0, 0, 1, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_a_missing_file()
    {
        string path = Path.Combine(_folder.Path, "nowhere");
        Assert.Contains(path, Assert.Throws<DataException>(() => IdxFile.Read(path, path)).Message, StringComparison.Ordinal);
    }
}
