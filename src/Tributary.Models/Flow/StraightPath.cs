using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>The straight line from noise to the image, walked at the velocity that the network predicts.</summary>
/// <remarks>
/// x_t = (1 - t) x_0 + t x_1 with x_0 normal noise and x_1 the image; the target is x_1 - x_0
/// (Lipman et al., arXiv:2210.02747; Liu et al., arXiv:2209.03003).
/// </remarks>
public sealed class StraightPath : IImagePath
{
    /// <inheritdoc/>
    public double Time(float uniform) => uniform;

    /// <inheritdoc/>
    public PathPoint At(double time) => new((float)time, 1 - (float)time, 1, -1);

    /// <inheritdoc/>
    public void Move(Span<float> x, ReadOnlySpan<float> prediction, double from, double to, RandomStream? chance = null)
    {
        if (chance is not null)
            throw new ArgumentException("A model of flow matching has no noise between its steps. Sample it by Euler or midpoint steps.",
                nameof(chance));
        float length = (float)(to - from);
        for (int i = 0; i < x.Length; i++) x[i] += length * prediction[i];
    }
}
