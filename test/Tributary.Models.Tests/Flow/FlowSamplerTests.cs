using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class FlowSamplerTests
{
    private static FlowModel Build(int capacity, ImageObjective objective = ImageObjective.Flow)
    {
        var architecture = new FlowTransformer { Layers = 1, Heads = 2, Width = 8, Objective = objective };
        var model = (FlowModel)SmallData.Build(architecture, SmallData.Images(), capacity);
        // A generator starts with no velocity at all: any numbers make a field that depends on time, place and class.
        var random = new RandomStream(9);
        foreach (ref float value in model.Parameters.Trainable) value = 0.4f * (float)random.NextNormal();
        return model;
    }

    private static float[][] Sample(FlowSampler sampler, FlowModel model, int[] classes, ulong seed = 1) =>
        sampler.Sample(model, classes, new RandomStream(seed));

    [Fact]
    public void Images_have_the_shape_and_the_range_of_the_data()
    {
        float[][] images = Sample(new FlowSampler(), Build(8), [0, 1, 2]);
        Assert.Equal(3, images.Length);
        Assert.All(images, image => Assert.Equal(16, image.Length));
        Assert.All(images.SelectMany(image => image), value => Assert.InRange(value, 0, 1));
        Assert.True(images[0].Distinct().Count() > 2);
    }

    [Fact]
    public void The_same_seed_draws_the_same_images_and_another_seed_others()
    {
        FlowModel model = Build(8);
        Assert.Equal(Sample(new FlowSampler(), model, [0, 1]), Sample(new FlowSampler(), model, [0, 1]));
        Assert.NotEqual(Sample(new FlowSampler(), model, [0, 1]), Sample(new FlowSampler(), model, [0, 1], seed: 2));
    }

    [Fact]
    public void Guidance_of_one_follows_the_velocity_of_the_class_alone()
    {
        const int Steps = 5;
        FlowModel model = Build(2);
        float[] x = new float[16];
        new RandomStream(1).FillNormal(x);
        model.Graph.Batch = 1;
        for (int step = 0; step < Steps; step++)
        {
            x.CopyTo(model.Noisy.Values);
            model.SetTime(0, (double)step / Steps);
            model.Label.Values[0] = 2;
            model.Graph.Forward(model.Prediction);
            for (int i = 0; i < 16; i++) x[i] += model.Prediction.Values[i] / Steps;
        }
        float[] expected = new float[16];
        for (int i = 0; i < 16; i++) expected[model.Layout.PixelOf[i]] = Math.Clamp((x[i] + 1) / 2, 0, 1);

        float[] image = Sample(new FlowSampler { Steps = Steps, Guidance = 1 }, model, [2])[0];
        for (int i = 0; i < 16; i++) Assert.Equal(expected[i], image[i], 1e-5f);
        Assert.NotEqual(image, Sample(new FlowSampler { Steps = Steps, Guidance = 3 }, model, [2])[0]);
        Assert.NotEqual(image, Sample(new FlowSampler { Steps = Steps, Guidance = 1 }, model, [0])[0]);
    }

    [Fact]
    public void No_guidance_forgets_the_class()
    {
        var sampler = new FlowSampler { Guidance = 0 };
        FlowModel model = Build(2);
        Assert.Equal(Sample(sampler, model, [0])[0], Sample(sampler, model, [2])[0]);
    }

    [Fact]
    public void More_images_than_a_batch_holds_are_drawn_in_several()
    {
        float[][] images = Sample(new FlowSampler { Steps = 2 }, Build(4), [0, 1, 2, 0, 1]);
        Assert.All(images, image => Assert.Equal(16, image.Length));
        Assert.NotEqual(images[0], images[3]); // the same class from other noise, in another batch
    }

    [Fact]
    public void A_model_for_single_examples_cannot_be_guided() =>
        Assert.Throws<ArgumentException>(() => Sample(new FlowSampler(), Build(1), [0]));

    [Fact]
    public void Midpoint_steps_are_of_second_order()
    {
        // Small weights that do not look at the time make a smooth field: errors then fall as the order says.
        FlowModel model = Build(2);
        foreach (ref float value in model.Parameters.Trainable) value *= 0.4f;
        ParameterSet smooth = model.Parameters.ToSet();
        smooth["time.fc1.weight"].Clear();
        model.Parameters.Load(smooth);
        float[] Walk(SamplingMethod method, int steps) =>
            Sample(new FlowSampler { Method = method, Steps = steps, Guidance = 1 }, model, [1])[0];
        float[] exact = Walk(SamplingMethod.Midpoint, 1000);
        double Error(SamplingMethod method, int steps) =>
            Math.Sqrt(Walk(method, steps).Zip(exact, (a, b) => (double)(a - b) * (a - b)).Sum());
        double euler = Error(SamplingMethod.Euler, 40), midpoint = Error(SamplingMethod.Midpoint, 40);
        Assert.True(midpoint < euler / 3, $"Euler is off by {euler}, midpoint by {midpoint}.");
        Assert.InRange(Error(SamplingMethod.Euler, 20) / euler, 1.5, 2.5);
    }

    [Theory]
    [InlineData(SamplingMethod.Euler)]
    [InlineData(SamplingMethod.Midpoint)]
    [InlineData(SamplingMethod.Ancestral)]
    public void A_diffusion_model_is_sampled_by_the_same_interface(SamplingMethod method)
    {
        FlowModel model = Build(8, ImageObjective.Diffusion);
        var sampler = new FlowSampler { Method = method, Steps = 10 };
        float[][] images = Sample(sampler, model, [0, 1, 2]);
        Assert.All(images.SelectMany(image => image), value => Assert.InRange(value, 0, 1));
        Assert.Equal(images, Sample(sampler, model, [0, 1, 2]));
        Assert.NotEqual(images[0], Sample(sampler, model, [1, 1, 2])[0]);
        float[][] plain = Sample(sampler with { Method = SamplingMethod.Euler }, model, [0, 1, 2]);
        Assert.Equal(method == SamplingMethod.Euler, images[0].SequenceEqual(plain[0]));
    }

    [Fact]
    public void Flow_matching_has_no_ancestral_steps() =>
        Assert.Throws<ArgumentException>(() => Sample(new FlowSampler { Method = SamplingMethod.Ancestral }, Build(2), [0]));

    [Fact]
    public void A_model_for_single_examples_is_sampled_without_guidance() =>
        Assert.Equal(16, Assert.Single(Sample(new FlowSampler { Guidance = 1, Steps = 2 }, Build(1), [0])).Length);
}
