namespace Tributary.Simulation;

/// <summary>A picture of 8-bit pixels, row by row from the top left.</summary>
public sealed class Raster
{
    /// <summary>A picture from its pixels.</summary>
    /// <param name="width">Pixels across, at least 1.</param>
    /// <param name="height">Pixels down, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <param name="pixels">Height x width x channels bytes; 255 is white.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Raster(int width, int height, int channels, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture is grey (1) or coloured (3).");
        if (pixels.LongLength != (long)width * height * channels)
            throw new ArgumentException(
                $"{width} x {height} pixels of {channels} bytes need {(long)width * height * channels} bytes, got {pixels.Length}.",
                nameof(pixels));
        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Bytes a pixel: 1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>The pixels, (height, width, channels).</summary>
    public ReadOnlyMemory<byte> Pixels { get; }
}
