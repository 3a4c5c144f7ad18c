using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>The way from noise (time 0) to an image (time 1) that a network learns, and how to walk it.</summary>
public interface IImagePath
{
    /// <summary>The time that an example is trained at.</summary>
    /// <param name="uniform">A number from 0 to below 1.</param>
    double Time(float uniform);

    /// <summary>What is seen and predicted at a time from 0 to 1.</summary>
    PathPoint At(double time);

    /// <summary>Goes from one time to a later one.</summary>
    /// <param name="x">Where the walk is; changed.</param>
    /// <param name="prediction">What the network says, as long.</param>
    /// <param name="from">The time at which <paramref name="x"/> is.</param>
    /// <param name="to">The time to go to.</param>
    /// <param name="chance">Draws new noise in place of old; null to keep what is there.</param>
    /// <exception cref="ArgumentException">There is a chance to draw from, and this way has none.</exception>
    void Move(Span<float> x, ReadOnlySpan<float> prediction, double from, double to, RandomStream? chance = null);
}
