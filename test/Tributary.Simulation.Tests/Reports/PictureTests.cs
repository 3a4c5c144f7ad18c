using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Tributary.Simulation.Tests;

/// <summary>Pictures come back from their PNG, and grids have the geometry that was asked for.</summary>
public sealed class PictureTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 1)]
    [InlineData(6, 9, 3)]
    public void A_picture_comes_back_from_its_png(int width, int height, int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height * channels).Select(i => (byte)(i * 37))];
        Dictionary<string, byte[]> chunks = Chunks(PngWriter.Encode(new Raster(width, height, channels, pixels)));
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]));
        Assert.Equal(height, BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4)));
        Assert.Equal([8, channels == 1 ? 0 : 2, 0, 0, 0], chunks["IHDR"][8..].Select(b => (int)b));
        using var unpacked = new MemoryStream();
        new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress).CopyTo(unpacked);
        byte[][] rows = [.. unpacked.ToArray().Chunk(1 + width * channels)];
        Assert.All(rows, row => Assert.Equal(0, row[0]));
        Assert.Equal(pixels, rows.SelectMany(row => row[1..]));
        Assert.Empty(chunks["IEND"]);
    }

    [Fact]
    public void A_grid_puts_pictures_in_rows_with_a_gap_and_enlarges_each_pixel()
    {
        Raster[] pictures = [.. Enumerable.Range(0, 3).Select(i => new Raster(2, 1, 1, [(byte)(10 * i), (byte)(10 * i + 1)]))];
        Raster grid = ImageGrid.Arrange(pictures, columns: 2, scale: 2, gap: 1);
        Assert.Equal((9, 5), (grid.Width, grid.Height));
        byte At(int x, int y) => grid.Pixels.Span[y * grid.Width + x];
        Assert.Equal([0, 0, 1, 1], Enumerable.Range(0, 4).Select(x => (int)At(x, 1)));
        Assert.Equal([10, 10, 11, 11], Enumerable.Range(5, 4).Select(x => (int)At(x, 0)));
        Assert.Equal([20, 20, 21, 21], Enumerable.Range(0, 4).Select(x => (int)At(x, 4)));
        Assert.Equal(At(4, 0), At(0, 2));
    }

    [Fact]
    public void Pictures_of_one_grid_have_one_size() =>
        Assert.Throws<ArgumentException>(() => ImageGrid.Arrange([new Raster(1, 1, 1, [0]), new Raster(2, 1, 1, [0, 0])], 2));

    private static Dictionary<string, byte[]> Chunks(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        var chunks = new Dictionary<string, byte[]>();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            byte[] type = png[(at + 4)..(at + 8)], data = png[(at + 8)..(at + 8 + length)];
            Assert.Equal(Crc32.Of(type, data), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add(Encoding.ASCII.GetString(type), data);
            at += 12 + length;
        }
        return chunks;
    }
}
