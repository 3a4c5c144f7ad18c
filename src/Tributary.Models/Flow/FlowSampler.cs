using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Follows the velocity field of a <see cref="FlowModel"/> from noise to images by Euler's method.</summary>
public sealed record FlowSampler
{
    /// <summary>The number of steps from noise to image; at least one.</summary>
    public int Steps { get; init => field = Hyperparameter.AtLeastOne(value); } = 20;

    /// <summary>How far to go from the average image towards the class; 1 is the class as learnt, more is more typical.</summary>
    /// <remarks>v = v_any + guidance (v_class - v_any): Ho, Salimans, arXiv:2207.12598, equation 6.</remarks>
    public double Guidance { get; init; } = 2;

    /// <summary>Generates one image for each of <paramref name="classes"/>.</summary>
    /// <returns>Images in the shape of the training data, values in [0, 1].</returns>
    public float[][] Sample(FlowModel model, ReadOnlySpan<int> classes, RandomStream random)
    {
        var images = new float[classes.Length][];
        int most = model.Graph.Capacity / 2; // every image takes two places: with its class and without
        if (most == 0) throw new ArgumentException("Guided sampling needs a model built for batches of at least two.", nameof(model));
        for (int start = 0; start < classes.Length; start += most)
            SampleBatch(model, classes.Slice(start, Math.Min(most, classes.Length - start)), random, images.AsSpan(start));
        return images;
    }

    private void SampleBatch(FlowModel model, ReadOnlySpan<int> classes, RandomStream random, Span<float[]> images)
    {
        int count = classes.Length, size = model.Layout.Count;
        model.Graph.Training = false;
        model.Graph.Batch = 2 * count;
        float[] x = new float[count * size];
        random.FillNormal(x);
        for (int i = 0; i < count; i++)
        {
            model.Label.Values[i] = classes[i];
            model.Label.Values[count + i] = model.Classes;
        }
        for (int step = 0; step < Steps; step++)
        {
            for (int i = 0; i < 2 * count; i++) model.SetTime(i, (double)step / Steps);
            x.CopyTo(model.Noisy.Values);
            x.CopyTo(model.Noisy.Values[x.Length..]);
            model.Graph.Forward(model.Prediction);
            ReadOnlySpan<float> toClass = model.Prediction.Values[..x.Length], toAny = model.Prediction.Values[x.Length..];
            float guidance = (float)Guidance, length = 1f / Steps;
            for (int i = 0; i < x.Length; i++) x[i] += length * (toAny[i] + guidance * (toClass[i] - toAny[i]));
        }
        for (int i = 0; i < count; i++)
        {
            images[i] = new float[size];
            for (int j = 0; j < size; j++) images[i][model.Layout.PixelOf[j]] = Math.Clamp((x[i * size + j] + 1) / 2, 0, 1);
        }
    }
}
