using System.Buffers.Binary;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

public sealed class SamplesTests : IDisposable
{
    private const string Generator = """
        "rounds": 1, "local": { "steps": 2, "batchSize": 8 }, "partition": { "use": "iid", "clients": 2 },
        "model": { "use": "flow", "layers": 1, "heads": 1, "width": 8 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<SampleSet> DrawAsync(string changes) =>
        Assert.Single((await Jobs.RunAsync(Jobs.Digits(changes))).Report.Samples);

    [Fact]
    public async Task A_generator_of_images_draws_ten_of_each_class_and_is_judged()
    {
        SampleSet samples = await DrawAsync($$"""{ {{Generator}} }""");
        byte[] png = Assert.Single(samples.Images).Png;
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.True(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)) >= 80); // ten digits of eight pixels side by side
        Assert.Equal(
            ["recognised as the class asked for", "FID-C", "KID-C", "precision", "recall", "distance to the nearest training image",
                "copies of training images", "memorised"],
            samples.Measurements.Select(measured => measured.Name));
        double[] values = [.. samples.Measurements.Select(measured => measured.Value)];
        Assert.InRange(values[0], 0, 0.5); // it has learnt for two steps
        Assert.True(values[1] > 1 && values[2] > 0);
        Assert.InRange(values[5], 0.5, 8);
        Assert.Equal(0, values[6]);
    }

    [Fact]
    public void The_classifier_knows_real_digits()
    {
        Federation federation = Jobs.Plan(Jobs.Digits()).Federation;
        var classifier = ImageClassifier.Train((LabelledData)federation.Pooled, new RandomStream(1), threads: 2);
        Assert.InRange(classifier.Accuracy((LabelledData)federation.Test), 0.94, 1);
    }

    [Fact]
    public async Task A_running_mean_travels_in_the_model_is_measured_and_costs_no_upload()
    {
        const string Rounds = """
            "rounds": 3, "local": { "steps": 2, "batchSize": 8, "optimizer": { "use": "adamw", "learningRate": 0.01 } },
            "partition": { "use": "iid", "clients": 2 }
            """;
        string Job(string average) =>
            Jobs.Digits($$"""{ {{Rounds}}, "model": { "use": "flow", "layers": 1, "heads": 1, "width": 8 {{average}} } }""");
        SimulationResult plain = await Jobs.RunAsync(Job("")), averaged = await Jobs.RunAsync(Job(", \"average\": 0.5"));
        ParameterSet model = averaged.Model.Parameters, mean = ModelAverage.Of(model);
        Assert.Equal(plain.Model.Parameters.Trainable.ToArray(), model.Trainable.ToArray()); // it changes nothing that is learnt
        Assert.Equal(3, model["average.models"][0]);
        Assert.NotEqual(model.Trainable.ToArray(), mean.Trainable.ToArray());
        Assert.Equal(plain.Report.Totals.BytesUp, averaged.Report.Totals.BytesUp);
        Assert.InRange((double)averaged.Report.Totals.BytesDown / plain.Report.Totals.BytesDown, 1.9, 2.4);
        Assert.NotEqual(plain.Report.Rounds[^1].Metrics["loss"], averaged.Report.Rounds[^1].Metrics["loss"]);
        Assert.NotEqual(plain.Report.Samples[0].Images[0].Png, averaged.Report.Samples[0].Images[0].Png);
    }

    [Fact]
    public async Task A_diffusion_model_is_trained_and_drawn_from_as_flow_matching_is()
    {
        string generator = Generator.Replace("\"flow\"", "\"flow\", \"objective\": \"diffusion\"", StringComparison.Ordinal);
        Assert.NotEqual(Generator, generator);
        SampleSet samples = await DrawAsync($$"""{ {{generator}} }""");
        Assert.Single(samples.Images);
        Assert.All(samples.Measurements, measured => Assert.True(double.IsFinite(measured.Value)));
    }

    [Fact]
    public async Task Images_of_one_class_or_of_two_channels_are_drawn_without_a_judge_or_a_picture()
    {
        byte[] header = [0, 0, 8, 4, 0, 0, 0, 20, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 2];
        string images = _folder.Write("images", [.. header, .. Enumerable.Range(0, 20 * 32).Select(i => (byte)(i * 7))]).Replace('\\', '/');
        string labels = _folder.Write("labels", [0, 0, 8, 1, 0, 0, 0, 20, .. new byte[20]]).Replace('\\', '/');
        string data = $$"""{ "use": "idx", "images": "{{images}}", "labels": "{{labels}}" }""";
        SampleSet samples = await DrawAsync($$"""{ "data": {{data}}, {{Generator}} }""");
        Assert.Empty(samples.Images);
        Assert.Equal(
            ["distance to the nearest training image", "copies of training images", "memorised"],
            samples.Measurements.Select(measured => measured.Name));
    }

    [Fact]
    public async Task A_language_model_trained_by_its_speakers_learns_and_writes()
    {
        const string Exchange = "ROMEO:\nGood night, good night!\n\nJULIET:\nParting is such sweet sorrow.\n\n";
        string play = string.Concat(Enumerable.Repeat(Exchange, 30));
        SimulationResult result = await Jobs.RunAsync(Jobs.Digits($$"""
            {
              "data": { "use": "text", "path": "{{_folder.Write("play.txt", play).Replace('\\', '/')}}", "by": "speaker" },
              "partition": { "use": "by-speaker" }, "rounds": 12,
              "model": { "use": "gpt", "layers": 1, "heads": 2, "width": 32, "context": 16 },
              "local": { "steps": 15, "batchSize": 8, "optimizer": { "use": "adamw", "learningRate": 0.01 } }
            }
            """));
        Assert.Equal(["JULIET", "ROMEO"], result.Report.Sites.Select(site => site.Name));
        // With its thirty characters, whoever has learnt nothing is at ln 30.
        Assert.InRange(result.Report.Rounds[^1].Metrics["loss"], 0, 0.5 * Math.Log(30));
        string text = Assert.Single(Assert.Single(result.Report.Samples).Texts).Text;
        Assert.Equal(800, text.Length);
        Assert.Contains("JULIET:\n", text, StringComparison.Ordinal);
        Assert.Contains("ROMEO:\n", text, StringComparison.Ordinal);
    }
}
