using Tributary.Models;

namespace Tributary.Training;

/// <summary>Generated images as examples beside real ones.</summary>
public static class GeneratedImages
{
    /// <summary>Examples of the same features and classes as real ones; a value becomes a byte, as in the files of real images.</summary>
    /// <param name="images">Values from 0 to 1.</param>
    /// <param name="classes">The class of each.</param>
    /// <param name="real">What real examples look like.</param>
    public static LabelledData Of(float[][] images, int[] classes, LabelledData real)
    {
        int pixels = real.FeatureShape.Count;
        byte[] values = new byte[images.Length * pixels];
        for (int i = 0; i < images.Length; i++)
            for (int j = 0; j < pixels; j++)
                values[i * pixels + j] = (byte)MathF.Round(255 * images[i][j]);
        return LabelledData.FromBytes(real.FeatureShape, values, 1 / 255f, classes, real.ClassCount, real.ClassNames);
    }
}
