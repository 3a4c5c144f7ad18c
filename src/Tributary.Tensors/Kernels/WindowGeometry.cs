namespace Tributary.Tensors;

/// <summary>The extents of a two-dimensional convolution with stride one over images (H, W, C).</summary>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="Channels">Channels of the image.</param>
/// <param name="WindowHeight">Rows of the window.</param>
/// <param name="WindowWidth">Columns of the window.</param>
/// <param name="Top">Rows of zeros above the image.</param>
/// <param name="Left">Columns of zeros left of the image.</param>
/// <param name="OutputHeight">Rows of the result.</param>
/// <param name="OutputWidth">Columns of the result.</param>
internal sealed record WindowGeometry(
    int Height, int Width, int Channels, int WindowHeight, int WindowWidth, int Top, int Left, int OutputHeight, int OutputWidth)
{
    /// <summary>Rows of the image with its border.</summary>
    public int PaddedHeight => OutputHeight + WindowHeight - 1;

    /// <summary>The elements of one row of the image with its border.</summary>
    public int PaddedRow => (OutputWidth + WindowWidth - 1) * Channels;

    /// <summary>The elements of the image with its border.</summary>
    public int PaddedCount => PaddedHeight * PaddedRow;

    /// <summary>The elements of one row of the window: contiguous in an image, because channels are innermost.</summary>
    public int WindowRow => WindowWidth * Channels;

    /// <summary>The geometry for an image of shape (H, W, C), keeping H and W where <paramref name="same"/>.</summary>
    public static WindowGeometry Of(Shape image, int windowHeight, int windowWidth, bool same)
    {
        int height = same ? image[0] : image[0] - windowHeight + 1, width = same ? image[1] : image[1] - windowWidth + 1;
        if (height <= 0 || width <= 0)
            throw new TensorException(
                $"A window of {windowHeight} x {windowWidth} does not fit into an image of shape {image}. "
                + "Pad the image ('same') or take a smaller window.");
        int top = same ? (windowHeight - 1) / 2 : 0, left = same ? (windowWidth - 1) / 2 : 0;
        return new WindowGeometry(image[0], image[1], image[2], windowHeight, windowWidth, top, left, height, width);
    }

    /// <summary>The convolution that carries gradients of <paramref name="channels"/> channels from the result back to the image.</summary>
    public WindowGeometry Reverse(int channels) => new(
        OutputHeight, OutputWidth, channels, WindowHeight, WindowWidth, WindowHeight - 1 - Top, WindowWidth - 1 - Left, Height, Width);

    /// <summary>Writes each window of a padded image into a row of its own.</summary>
    /// <param name="padded">The image with its border.</param>
    /// <param name="windows">(OutputHeight * OutputWidth, WindowHeight * WindowRow).</param>
    public void Unfold(ReadOnlySpan<float> padded, Span<float> windows)
    {
        int at = 0;
        for (int y = 0; y < OutputHeight; y++)
            for (int x = 0; x < OutputWidth; x++)
                for (int u = 0; u < WindowHeight; u++, at += WindowRow)
                    padded.Slice((y + u) * PaddedRow + x * Channels, WindowRow).CopyTo(windows[at..]);
    }

    /// <summary>Copies an image into the middle of <paramref name="padded"/>, whose border the caller has cleared.</summary>
    public void Pad(ReadOnlySpan<float> image, Span<float> padded)
    {
        int row = Width * Channels;
        for (int y = 0; y < Height; y++)
            image.Slice(y * row, row).CopyTo(padded[((y + Top) * PaddedRow + Left * Channels)..]);
    }
}
