namespace Tributary.Simulation;

/// <summary>Puts many small pictures into one large one, in rows, each pixel enlarged to a square.</summary>
public static class ImageGrid
{
    /// <summary>The colour between pictures: light enough to part white on black, dark enough to part black on white.</summary>
    private const byte Gap = 0xb8;

    /// <summary>Arranges pictures of one size from left to right and top to bottom.</summary>
    /// <param name="pictures">At least one; all of one size and one number of channels.</param>
    /// <param name="columns">Pictures in a row, at least 1.</param>
    /// <param name="scale">How many pixels wide and high each pixel becomes, at least 1.</param>
    /// <param name="gap">Pixels between pictures, after scaling.</param>
    /// <exception cref="ArgumentException">There is no picture, or they differ in size.</exception>
    public static Raster Arrange(IReadOnlyList<Raster> pictures, int columns, int scale = 1, int gap = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pictures.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        Raster first = pictures[0];
        if (pictures.Any(p => (p.Width, p.Height, p.Channels) != (first.Width, first.Height, first.Channels)))
            throw new ArgumentException("Pictures of one grid have one size and one number of channels.", nameof(pictures));

        int across = Math.Min(columns, pictures.Count);
        int down = (pictures.Count + columns - 1) / columns;
        int stepX = first.Width * scale + gap, stepY = first.Height * scale + gap;
        int width = across * stepX - gap, height = down * stepY - gap;
        byte[] pixels = new byte[width * height * first.Channels];
        Array.Fill(pixels, Gap);
        for (int i = 0; i < pictures.Count; i++)
            Draw(pictures[i], scale, pixels, width, left: i % columns * stepX, top: i / columns * stepY);
        return new Raster(width, height, first.Channels, pixels);
    }

    private static void Draw(Raster picture, int scale, byte[] pixels, int width, int left, int top)
    {
        int channels = picture.Channels;
        ReadOnlySpan<byte> source = picture.Pixels.Span;
        for (int y = 0; y < picture.Height * scale; y++)
            for (int x = 0; x < picture.Width * scale; x++)
                source.Slice((y / scale * picture.Width + x / scale) * channels, channels)
                    .CopyTo(pixels.AsSpan(((top + y) * width + left + x) * channels));
    }
}
