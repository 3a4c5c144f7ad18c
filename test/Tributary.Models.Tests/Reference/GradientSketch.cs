using Tributary.Tensors;

namespace Tributary.Models.Tests;

/// <summary>A gradient in a few numbers, as <c>reference.py</c> stores it; every entry counts in the products.</summary>
internal sealed record GradientSketch(int[] Shape, double Norm, double Sum, double[] Entries, double[] Products)
{
    private const int ProductCount = 16, LargestWhole = 512, SampledEntries = 64;

    public static GradientSketch Of(Shape shape, ReadOnlySpan<float> gradient)
    {
        double square = 0, sum = 0;
        double[] products = new double[ProductCount];
        uint[] seeds = [.. Enumerable.Range(0, ProductCount).Select(k => Formula.Seed($"sign {k}"))];
        for (int i = 0; i < gradient.Length; i++)
        {
            double g = gradient[i];
            square += g * g;
            sum += g;
            for (int k = 0; k < ProductCount; k++) products[k] += (int)Formula.Word(seeds[k], i) < 0 ? -g : g;
        }
        uint entries = Formula.Seed("entries");
        double[] values = new double[gradient.Length <= LargestWhole ? gradient.Length : SampledEntries];
        for (int i = 0; i < values.Length; i++)
            values[i] = gradient[gradient.Length <= LargestWhole ? i : (int)(Formula.Word(entries, i) % (uint)gradient.Length)];
        return new GradientSketch(shape.Extents.ToArray(), Math.Sqrt(square), sum, values, products);
    }

    /// <summary>An estimate of |this - other| / |other|, from the products.</summary>
    public double Error(GradientSketch other) =>
        Math.Sqrt(Products.Zip(other.Products, (a, b) => (a - b) * (a - b)).Average()) / other.Norm;
}
