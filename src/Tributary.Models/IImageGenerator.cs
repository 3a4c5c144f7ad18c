using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A model that draws images of given classes.</summary>
public interface IImageGenerator
{
    /// <summary>How images are drawn, in a few words.</summary>
    string Sampling { get; }

    /// <summary>Draws one image for each of <paramref name="classes"/>.</summary>
    /// <param name="classes">Numbers of classes, from zero.</param>
    /// <param name="random">Decides what is drawn.</param>
    /// <returns>Images in the shape of the training data, values in [0, 1].</returns>
    float[][] Draw(ReadOnlySpan<int> classes, RandomStream random);
}
