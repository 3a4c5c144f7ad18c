namespace Tributary.Models;

/// <summary>The order of pixels in patches: (height, width, channels) to (patches, pixels of a patch) and back.</summary>
public sealed class PatchLayout
{
    private readonly int[] _pixelOf;

    /// <summary>Patches of <paramref name="patch"/> x <paramref name="patch"/> pixels, row by row.</summary>
    public PatchLayout(int height, int width, int channels, int patch)
    {
        _pixelOf = new int[height * width * channels];
        int at = 0;
        for (int top = 0; top < height; top += patch)
            for (int left = 0; left < width; left += patch)
                for (int y = top; y < top + patch; y++)
                    for (int x = left; x < left + patch; x++)
                        for (int c = 0; c < channels; c++)
                            _pixelOf[at++] = (y * width + x) * channels + c;
    }

    /// <summary>The number of values in an image.</summary>
    public int Count => _pixelOf.Length;

    /// <summary>The index in the image of each value in patch order.</summary>
    public ReadOnlySpan<int> PixelOf => _pixelOf;
}
