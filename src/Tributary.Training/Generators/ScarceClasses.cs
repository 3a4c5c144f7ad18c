using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>Fills up the classes that a site has few examples of with generated ones.</summary>
public static class ScarceClasses
{
    /// <summary>The site's examples, then as many generated ones of each class as it lacks.</summary>
    /// <param name="real">The site's examples.</param>
    /// <param name="examples">How many of each class there are to be at least.</param>
    /// <param name="generator">Draws images of these classes.</param>
    /// <param name="random">The site's own stream.</param>
    public static LabelledData Fill(LabelledData real, int examples, IImageGenerator generator, RandomStream random)
    {
        int[] counts = new int[real.ClassCount];
        for (int i = 0; i < real.Count; i++) counts[real.Label(i)]++;
        int[] lacking = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, Math.Max(0, examples - count)))];
        return lacking is [] ? real : real.With(GeneratedImages.Of(generator.Draw(lacking, random), lacking, real));
    }
}
