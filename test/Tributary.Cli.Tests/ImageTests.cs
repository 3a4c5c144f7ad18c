using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Cli.Tests;

public sealed class ImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Makes_a_generator_draws_in_every_way_and_measures_what_it_draws()
    {
        string job = _folder.Write("job.json", """
            {
              "name": "digits", "data": { "use": "digits" }, "partition": { "use": "iid", "clients": 2 }, "rounds": 2,
              "model": { "use": "flow", "layers": 1, "heads": 1, "width": 8, "objective": "diffusion", "average": 0.5 },
              "local": { "steps": 3, "batchSize": 16, "optimizer": { "use": "adamw", "learningRate": 0.01 } }
            }
            """);
        CommandRun made = await CommandRun.StartAsync("simulate", job, "--out", Out("run"), "--json");
        Assert.Equal((0, ""), (made.ExitCode, made.Errors));
        foreach (string sampler in (string[])["euler", "midpoint", "ancestral"])
        {
            CommandRun drawn = await CommandRun.StartAsync("generate", Out("run"), "--count", "3", "--sampler", sampler, "--steps", "4",
                "--out", Out($"{sampler}.png"));
            Assert.Equal((0, ""), (drawn.ExitCode, drawn.Errors));
        }
        Assert.NotEqual(File.ReadAllBytes(Out("euler.png")), File.ReadAllBytes(Out("ancestral.png")));

        string model = Path.Combine(Out("run"), "model.safetensors");
        CommandRun measured = await CommandRun.StartAsync(
            "evaluate", model, "--on", job, "--count", "60", "--steps", "4", "--gate", "1", "--json");
        Assert.Equal((0, ""), (measured.ExitCode, measured.Errors));
        JsonNode images = JsonNode.Parse(measured.Output)!["images"]!;
        Assert.Equal(60, (int)images["pictures"]!);
        Assert.True((double)images["frechetDistance"]! > 0);
        Assert.InRange((double)images["accuracyOnReal"]!, 0.9, 1);
        Assert.InRange((double)images["accuracyOnGenerated"]!, 0, 1);
        Assert.Equal(64, ((string)images["classifier"]!).Length);
        CommandRun words = await CommandRun.StartAsync("evaluate", model, "--on", job);
        Assert.DoesNotContain("FID", words.Output, StringComparison.Ordinal); // drawn only where that is asked for
    }

    [Fact]
    public async Task Options_that_do_not_fit_are_refused()
    {
        var architecture = new FlowTransformer { Layers = 1, Heads = 1, Width = 8 };
        var shape = new DataShape { Features = [8, 8, 1], Classes = 10, Characters = "" };
        string model = Out("model.safetensors");
        new ModelFile(Part.Of("flow", new("layers", 1), new("heads", 1), new("width", 8)), Part.Of("digits"), shape,
            architecture.Build(shape, 1, new RandomStream(1)).Parameters.ToSet()).Write(model);
        (string Code, string[] Arguments)[] cases =
        [
            ("TRB0651", ["generate", model, "--sampler", "ancestral"]),
            ("TRB0605", ["generate", model, "--steps", "0"]),
            ("TRB0605", ["evaluate", model, "--count", "3"]),
            ("TRB0605", ["evaluate", model, "--gate", "2"]),
            ("TRB0801", ["evaluate", model, "--gate", "0.2"]), // the set has no test part
        ];
        foreach ((string code, string[] arguments) in cases)
        {
            CommandRun run = await CommandRun.StartAsync(arguments);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(code, run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_gate_keeps_a_generator_back_that_copies()
    {
        LabelledData all = Digits(), training = Some(all, 0, 1000), heldOut = Some(all, 1000, 1400), fresh = Some(all, 1400, 1797);
        Problem? copied = ImageEvaluation.Objection(Measure(training), 0.2);
        Assert.Equal(ProblemCodes.PicturesMemorised, copied!.Code);
        Assert.Null(ImageEvaluation.Objection(Measure(fresh), 0.2));

        ImageMemorisation Measure(LabelledData generated) => ImageMemorisation.Measure(
            training, heldOut, [.. Enumerable.Range(0, 300).Select(i => Pixels(generated, i))], new RandomStream(1), threads: 2);
    }

    private static LabelledData Digits() => (LabelledData)new JobLoader(null).Plan("""
        { "name": "d", "data": { "use": "digits" }, "partition": { "use": "iid", "clients": 1 }, "holdout": 0.01,
          "model": { "use": "logistic" }, "rounds": 1 }
        """).Federation.Sites[0].Train;

    private static LabelledData Some(LabelledData data, int from, int to) =>
        data.Select([.. Enumerable.Range(from, Math.Min(to, data.Count) - from)]);

    private static float[] Pixels(LabelledData data, int example)
    {
        float[] pixels = new float[64];
        data.CopyFeatures(example, pixels);
        return pixels;
    }

    private string Out(string name) => Path.Combine(_folder.Path, name);
}
