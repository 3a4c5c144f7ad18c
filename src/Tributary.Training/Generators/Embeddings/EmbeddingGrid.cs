namespace Tributary.Training;

/// <summary>Features of images as whole numbers, so that sums over sites are exact and what one image adds to them is bounded.</summary>
/// <remarks>
/// A feature, from -1 to 1, is rounded to 1/256. Beside the features each image adds one to its class's count, in the same unit. A site's
/// sum travels as two whole numbers of at most 15 binary digits, which every stage that keeps whole numbers keeps.
/// </remarks>
internal static class EmbeddingGrid
{
    /// <summary>Steps of the grid from zero to one.</summary>
    public const int One = 256;

    private const int Low = 4096, MostHigh = 32767;

    /// <summary>The most images of one class that a site can have.</summary>
    public const int MostImages = Low / One * MostHigh;

    /// <summary>The numbers of one class: two features for each frequency, then the count.</summary>
    public static int WidthOf(int frequencies) => 2 * frequencies + 1;

    /// <summary>
    /// The most that one image changes the sums, as a Euclidean norm in steps of the grid: cosine and sine of a frequency have norm one,
    /// and rounding moves each number by half a step at most.
    /// </summary>
    public static double Sensitivity(int frequencies) =>
        One * Math.Sqrt(frequencies * (1 + 1e-6) + 1) + 0.5 * Math.Sqrt(2.0 * frequencies);

    /// <summary>Writes a sum as its two numbers.</summary>
    public static void Split(long sum, out float high, out float low)
    {
        long rest = ((sum % Low) + Low + Low / 2) % Low - Low / 2; // from -Low / 2 to Low / 2 - 1
        (high, low) = ((sum - rest) / Low, rest);
    }

    /// <summary>The sum whose numbers, or sums of numbers, these are.</summary>
    public static long Join(double high, double low) => (long)Math.Round(high) * Low + (long)Math.Round(low);
}
