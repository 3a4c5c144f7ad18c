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
}
