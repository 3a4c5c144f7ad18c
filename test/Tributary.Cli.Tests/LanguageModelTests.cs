using Tributary.Models;
using Tributary.Tensors;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Cli.Tests;

/// <summary>The way of a language model through the commands: trained, exported, adapted, and read again in every form.</summary>
public sealed class LanguageModelTests : IDisposable
{
    private const string Layout = """
        "layers": 1, "heads": 4, "keyValueHeads": 2, "width": 16, "context": 8, "positions": "rotary", "norm": "rms", "activation": "swiglu",
        "bias": false, "tied": false
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string In(string name) => Path.Combine(_folder.Path, name);

    private static async Task<string> OutputAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.StartAsync(arguments);
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }

    private async Task SimulateAsync(string name, string model)
    {
        string text = _folder.Write("text.txt", string.Concat(Enumerable.Repeat("to be or not to be\n", 30))).Replace("\\", "/", StringComparison.Ordinal);
        string job = _folder.Write($"{name}.json", $$"""
            {
              "name": "{{name}}", "data": { "use": "text", "path": "{{text}}" }, "partition": { "use": "iid", "clients": 1 },
              "model": { "use": "gpt", {{model}} }, "rounds": 1,
              "local": { "steps": 20, "batchSize": 4, "optimizer": { "use": "adamw", "learningRate": 0.01 } }
            }
            """);
        await OutputAsync("simulate", job, "--out", In(name));
    }

    private static Task<string> GenerateAsync(params string[] arguments) =>
        OutputAsync(["generate", .. arguments, "--prompt", "to be", "--count", "30", "--seed", "5", "--top-p", "0.9", "--top-k", "7"]);

    [Fact]
    public async Task A_trained_model_writes_the_same_text_in_every_form()
    {
        await SimulateAsync("first", Layout);
        string model = In("first/model.safetensors"), folder = In("exported").Replace("\\", "/", StringComparison.Ordinal);
        await OutputAsync("export", model, "--out", folder);
        string text = await GenerateAsync(model);
        Assert.Equal(text, await GenerateAsync(folder));
        Assert.StartsWith("to be", text, StringComparison.Ordinal);

        await SimulateAsync("second", $"\"from\": \"{folder}\", \"adapter\": {{ \"use\": \"lora\", \"rank\": 2 }}");
        string adapted = In("second/model.safetensors");
        await OutputAsync("export", adapted, "--format", "peft", "--base", "exported", "--out", In("adapter"));
        Assert.Equal(await GenerateAsync(adapted), await GenerateAsync(folder, "--adapter", In("adapter")));

        await OutputAsync("export", adapted, "--format", "gguf", "--type", "q8_0", "--out", In("model.gguf"));
        Assert.Equal("GGUF"u8, File.ReadAllBytes(In("model.gguf")).AsSpan(0, 4));
        string[] numbers = (await OutputAsync("generate", folder, "--tokens", "1 2", "--count", "3", "--context", "4")).Split(' ');
        Assert.Equal(5, numbers.Length);
    }

    [Fact]
    public void What_is_submitted_says_the_layout_and_holds_the_weights_of_the_checkpoint()
    {
        var text = new DataShape { Features = [], VocabularySize = 4, Characters = "abcd" };
        var gpt = new Gpt { Layers = 1, Heads = 1, Width = 4, Context = 4 };
        ParameterSet weights = gpt.Build(text, 1, new RandomStream(7)).Parameters.ToSet();
        HuggingFaceExport.Write(In("base"), gpt, weights, text);
        _folder.Write("text.txt", "abcdabcdabcdabcdabcd");
        string folder = _folder.Path.Replace("\\", "/", StringComparison.Ordinal);
        var submission = FieldSubmission.Prepare(new JobLoader(null), $$"""
            {
              "name": "field", "data": { "use": "text", "path": "{{folder}}/text.txt" }, "partition": { "use": "iid", "clients": 2 },
              "model": { "use": "gpt", "from": "{{folder}}/base", "adapter": { "use": "lora", "rank": 2 } }, "weighting": "uniform", "rounds": 1
            }
            """);
        Assert.DoesNotContain("base", submission.Text, StringComparison.Ordinal);
        (ModelFile file, IArchitecture architecture) = ModelFile.Read(submission.Model, "model", new TrainingCatalog().Models);
        Assert.Equal(new JobLoader(null).Read(submission.Text).Model, file.Model);
        Assert.Equal(new LoraAdapter { Rank = 2 }, Assert.IsType<Gpt>(architecture).Adapter);
        foreach (ParameterEntry entry in weights.Layout.Entries) Assert.Equal(weights[entry.Name], file.Parameters[entry.Name]);
    }

    [Fact]
    public async Task What_cannot_be_read_or_written_is_told_with_a_code()
    {
        _folder.Write("checkpoint/config.json", """{ "model_type": "mamba" }""");
        foreach ((string code, string[] arguments) in ((string, string[])[])[
            ("TRB0621", ["generate", In("checkpoint")]),
            ("TRB0620", ["export", _folder.Path, "--out", In("out")]),
            ("TRB0605", ["export", In("checkpoint"), "--format", "onnx", "--out", In("out")]),
            ("TRB0605", ["export", In("checkpoint"), "--type", "q8_0", "--out", In("out")]),
            ("TRB0605", ["generate", In("checkpoint"), "--top-p", "0"]),
            ("TRB0605", ["generate", In("checkpoint"), "--top-k", "-1"]),
            ("TRB0605", ["generate", In("checkpoint"), "--context", "0"]),
            ("TRB0801", ["export", In("checkpoint")])])
        {
            CommandRun run = await CommandRun.StartAsync(arguments);
            Assert.StartsWith($"error {code}", run.Errors, StringComparison.Ordinal);
            Assert.Equal(2, run.ExitCode);
        }
        Assert.False(Path.Exists(In("out")));
    }
}
