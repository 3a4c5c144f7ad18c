using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Goes from noise to images along what a <see cref="FlowModel"/> predicts.</summary>
public sealed record FlowSampler
{
    /// <summary>The number of steps from noise to image; at least one.</summary>
    public int Steps { get; init => field = Hyperparameter.AtLeastOne(value); } = 20;

    /// <summary>How a step is made.</summary>
    public SamplingMethod Method { get; init; } = SamplingMethod.Euler;

    /// <summary>How far to go from the average image towards the class; 1 is the class as learnt, more is more typical.</summary>
    /// <remarks>p_any + guidance (p_class - p_any): Ho, Salimans, arXiv:2207.12598, equation 6. Other than 1 costs twice as much.</remarks>
    public double Guidance { get; init; } = 2;

    /// <summary>Generates one image for each of <paramref name="classes"/>.</summary>
    /// <param name="model">With room for one image, or for two where there is guidance.</param>
    /// <param name="classes">What to show, from 0; the number of classes means any.</param>
    /// <param name="random">Draws the noise.</param>
    /// <returns>Images in the shape of the training data, values in [0, 1].</returns>
    /// <exception cref="ArgumentException">The model has no room, or its steps have no noise of their own.</exception>
    public float[][] Sample(FlowModel model, ReadOnlySpan<int> classes, RandomStream random)
    {
        var images = new float[classes.Length][];
        int most = IsGuided ? model.Graph.Capacity / 2 : model.Graph.Capacity; // with its class and without
        if (most == 0) throw new ArgumentException("Guided sampling needs a model built for batches of at least two.", nameof(model));
        for (int start = 0; start < classes.Length; start += most)
        {
            ReadOnlySpan<int> part = classes.Slice(start, Math.Min(most, classes.Length - start));
            float[] x = new float[part.Length * model.Layout.Count];
            random.FillNormal(x);
            Walk(model, part, x, Method == SamplingMethod.Ancestral ? random.Derive("ancestors", start) : null);
            for (int i = 0; i < part.Length; i++) images[start + i] = Image(model.Layout, x.AsSpan(i * model.Layout.Count));
        }
        return images;
    }

    private bool IsGuided => Guidance != 1;

    private void Walk(FlowModel model, ReadOnlySpan<int> classes, Span<float> x, RandomStream? chance)
    {
        model.Graph.Training = false;
        model.Graph.Batch = IsGuided ? 2 * classes.Length : classes.Length;
        classes.CopyTo(model.Label.Values);
        if (IsGuided) model.Label.Values[classes.Length..].Fill(model.Classes);
        float[] prediction = new float[x.Length], middle = Method == SamplingMethod.Midpoint ? new float[x.Length] : [];
        for (int step = 0; step < Steps; step++)
        {
            double from = (double)step / Steps, to = (double)(step + 1) / Steps;
            Predict(model, x, from, prediction);
            if (Method == SamplingMethod.Midpoint)
            {
                double half = (step + 0.5) / Steps;
                x.CopyTo(middle);
                model.Path.Move(middle, prediction, from, half);
                Predict(model, middle, half, prediction);
            }
            model.Path.Move(x, prediction, from, to, chance);
        }
    }

    private void Predict(FlowModel model, ReadOnlySpan<float> x, double time, Span<float> prediction)
    {
        for (int i = 0; i < model.Graph.Batch; i++) model.SetTime(i, time);
        x.CopyTo(model.Noisy.Values);
        if (IsGuided) x.CopyTo(model.Noisy.Values[x.Length..]);
        model.Graph.Forward(model.Prediction);
        ReadOnlySpan<float> toClass = model.Prediction.Values[..x.Length];
        if (!IsGuided)
        {
            toClass.CopyTo(prediction);
            return;
        }
        ReadOnlySpan<float> toAny = model.Prediction.Values[x.Length..];
        float guidance = (float)Guidance;
        for (int i = 0; i < prediction.Length; i++) prediction[i] = toAny[i] + guidance * (toClass[i] - toAny[i]);
    }

    private static float[] Image(PatchLayout layout, ReadOnlySpan<float> x)
    {
        float[] image = new float[layout.Count];
        for (int j = 0; j < image.Length; j++) image[layout.PixelOf[j]] = Math.Clamp((x[j] + 1) / 2, 0, 1);
        return image;
    }
}
