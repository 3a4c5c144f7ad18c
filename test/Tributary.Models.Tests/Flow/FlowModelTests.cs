using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class FlowModelTests
{
    private static FlowModel Load(LabelledData data, double hideClass, ulong seed = 1)
    {
        var architecture = new FlowTransformer { Layers = 1, Heads = 1, Width = 4, HideClass = hideClass };
        var model = (FlowModel)SmallData.Build(architecture, data, data.Count);
        model.Load(data, [.. Enumerable.Range(0, data.Count)], new RandomStream(seed));
        return model;
    }

    [Fact]
    public void The_path_leads_from_noise_to_the_image_at_the_target_velocity()
    {
        LabelledData data = SmallData.Images();
        FlowModel model = Load(data, 0);
        float[] image = new float[16];
        for (int b = 0; b < data.Count; b++)
        {
            data.CopyFeatures(b, image);
            float t = model.Time.Values[b] / 1000;
            Assert.InRange(t, 0, 1);
            for (int i = 0; i < 16; i++)
            {
                float arrived = model.Noisy.Values[b * 16 + i] + (1 - t) * model.Target.Values[b * 16 + i];
                Assert.Equal(2 * image[model.Layout.PixelOf[i]] - 1, arrived, 1e-5f);
            }
        }
    }

    [Fact]
    public void The_class_is_hidden_as_often_as_asked()
    {
        LabelledData data = SmallData.Images(600);
        int[] labels = [.. Enumerable.Range(0, data.Count).Select(data.Label)];
        Assert.Equal(labels, Load(data, 0).Label.Values.ToArray());
        FlowModel half = Load(data, 0.5);
        int hidden = half.Label.Values.ToArray().Count(label => label == half.Classes);
        Assert.InRange(hidden, 250, 350);
        Assert.All(Enumerable.Range(0, data.Count), i => Assert.Contains(half.Label.Values[i], new[] { labels[i], half.Classes }));
    }

    [Fact]
    public void Noise_follows_from_the_seed()
    {
        LabelledData data = SmallData.Images();
        Assert.Equal(Load(data, 0).Noisy.Values.ToArray(), Load(data, 0).Noisy.Values.ToArray());
        Assert.NotEqual(Load(data, 0).Noisy.Values.ToArray(), Load(data, 0, seed: 2).Noisy.Values.ToArray());
    }

    [Fact]
    public void Starts_by_predicting_no_velocity()
    {
        FlowModel model = Load(SmallData.Images(), 0);
        model.Graph.Forward();
        Assert.All(model.Prediction.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(ImageObjective.Flow)]
    [InlineData(ImageObjective.Diffusion)]
    public void Gradients_of_either_objective_are_its_slope(ImageObjective objective)
    {
        LabelledData data = SmallData.Images(12);
        var architecture = new FlowTransformer { Layers = 1, Heads = 2, Width = 8, Objective = objective };
        var model = (FlowModel)SmallData.Build(architecture, data, data.Count);
        var random = new RandomStream(9);
        foreach (ref float value in model.Parameters.Trainable) value = 0.3f * (float)random.NextNormal();
        model.Load(data, [.. Enumerable.Range(0, data.Count)], new RandomStream(1));
        model.Graph.Forward();
        model.Graph.Backward(model.Loss);
        float[] start = model.Parameters.Trainable.ToArray(), gradient = model.Parameters.Gradient.ToArray();
        double square = gradient.Sum(g => (double)g * g), step = 0.005 / Math.Sqrt(square);
        Assert.True(square > 1e-4);
        Assert.Equal(1, (Loss(step) - Loss(-step)) / (2 * step * square), 0.01);

        double Loss(double along)
        {
            for (int i = 0; i < start.Length; i++) model.Parameters.Trainable[i] = (float)(start[i] + along * gradient[i]);
            model.Graph.Forward();
            return model.Loss.Values[0];
        }
    }

    [Fact]
    public void A_diffusion_model_is_to_predict_the_noise_that_it_sees()
    {
        LabelledData data = SmallData.Images();
        var architecture = new FlowTransformer { Layers = 1, Heads = 1, Width = 4, Objective = ImageObjective.Diffusion };
        var model = (FlowModel)SmallData.Build(architecture, data, data.Count);
        model.Load(data, [.. Enumerable.Range(0, data.Count)], new RandomStream(1));
        float[] image = new float[16];
        for (int b = 0; b < data.Count; b++)
        {
            data.CopyFeatures(b, image);
            PathPoint at = model.Path.At(model.Time.Values[b] / 1000);
            for (int i = 0; i < 16; i++)
            {
                float seen = at.Image * (2 * image[model.Layout.PixelOf[i]] - 1) + at.Noise * model.Target.Values[b * 16 + i];
                Assert.Equal(seen, model.Noisy.Values[b * 16 + i], 1e-5f);
            }
        }
    }
}
