using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

public sealed class TokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string name) => Path.Combine(_folder.Path, name);

    private static string Words => string.Concat(Enumerable.Repeat("ANN:\nthe end of the world, the end\n\nBEN:\nis the end of the word 😀\n\n", 20));

    [Fact]
    public async Task Learns_a_tokenizer_encodes_with_it_and_decodes_again()
    {
        string text = _folder.Write("t.txt", Words), tokenizer = File("tokenizer.json");
        CommandRun trained = await CommandRun.StartAsync("tokenizer", "train", text, "--size", "270", "--special", "<end>", "--out", tokenizer);
        Assert.Equal(("", 0), (trained.Errors, trained.ExitCode));
        Assert.StartsWith("270 tokens:", trained.Output, StringComparison.Ordinal);

        CommandRun encoded = await CommandRun.StartAsync("tokenizer", "encode", tokenizer, "the end<end>", "--json");
        JsonNode answer = JsonNode.Parse(encoded.Output)!;
        int[] ids = [.. answer["ids"]!.AsArray().Select(id => (int)id!)];
        Assert.Equal(0, ids[^1]);
        Assert.Equal("<end>", (string?)answer["tokens"]![ids.Length - 1]);

        CommandRun decoded = await CommandRun.StartAsync(["tokenizer", "decode", tokenizer, .. ids.Select(id => id.ToString())]);
        Assert.Equal("the end<end>", decoded.Output.TrimEnd());
        CommandRun stranger = await CommandRun.StartAsync("tokenizer", "decode", tokenizer, "270");
        Assert.Equal(2, stranger.ExitCode);
        Assert.Contains("TRB0605", stranger.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRB0605", "tokenizer", "train", "~/t.txt", "--size", "100")]
    [InlineData("TRB0605", "tokenizer", "train", "~/t.txt", "--special", "a")]
    [InlineData("TRB0701", "tokenizer", "train", "~/none.txt")]
    [InlineData("TRB0640", "tokenizer", "encode", "~/t.txt", "x")]
    [InlineData("TRB0640", "tokenizer", "encode", "~/none.json", "x")]
    [InlineData("TRB0641", "tokenizer", "encode", "~/unigram.json", "x")]
    public async Task Says_what_is_wrong(string code, params string[] arguments)
    {
        _folder.Write("t.txt", Words);
        _folder.Write("unigram.json", """{ "model": { "type": "Unigram", "vocab": [] } }""");
        CommandRun run = await CommandRun.StartAsync([.. arguments.Select(argument => argument.Replace("~", _folder.Path, StringComparison.Ordinal))]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(code, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_over_byte_pairs_is_trained_generates_and_is_measured_with_nothing_but_its_file()
    {
        string text = _folder.Write("t.txt", Words), model = Path.Combine(File("out"), "model.safetensors");
        string job = _folder.Write("job.json", $$"""
            {
              "name": "pairs", "data": { "use": "text", "path": "{{text.Replace("\\", "/", StringComparison.Ordinal)}}", "by": "speaker",
                "tokenizer": { "use": "bpe", "size": 280 } },
              "partition": { "use": "by-speaker" }, "model": { "use": "gpt", "layers": 1, "heads": 1, "width": 8, "context": 8 }, "rounds": 2
            }
            """);
        CommandRun trained = await CommandRun.StartAsync("simulate", job, "--out", File("out"));
        Assert.Equal(("", 0), (trained.Errors, trained.ExitCode));
        JsonNode last = JsonNode.Parse((await System.IO.File.ReadAllLinesAsync(Path.Combine(File("out"), "metrics.jsonl"), TestContext.Current.CancellationToken))[^1])!;
        Assert.True((double)last["bitsPerByte"]! > 0);

        CommandRun generated = await CommandRun.StartAsync("generate", model, "--count", "20", "--prompt", "any text 😀");
        Assert.Equal(("", 0), (generated.Errors, generated.ExitCode));
        Assert.StartsWith("any text 😀", generated.Output, StringComparison.Ordinal);

        string other = _folder.Write("other.json", $$"""
            { "name": "o", "data": { "use": "text", "path": "{{text.Replace("\\", "/", StringComparison.Ordinal)}}", "by": "speaker" },
              "partition": { "use": "by-file" }, "model": { "use": "gpt" }, "rounds": 1 }
            """);
        CommandRun measured = await CommandRun.StartAsync("evaluate", model, "--on", other, "--json");
        Assert.Equal(("", 0), (measured.Errors, measured.ExitCode));
        Assert.Equal((double)last["bitsPerByte"]!, (double)JsonNode.Parse(measured.Output)!["bitsPerByte"]!, 1e-9);
    }

    [Fact]
    public async Task A_tokenizer_learnt_from_the_sites_texts_is_not_for_the_field()
    {
        string text = _folder.Write("t.txt", Words);
        string job = _folder.Write("job.json", $$"""
            { "name": "o", "data": { "use": "text", "path": "{{text.Replace("\\", "/", StringComparison.Ordinal)}}", "tokenizer": { "use": "bpe", "size": 280 } },
              "partition": { "use": "by-file" }, "model": { "use": "gpt" }, "weighting": "uniform", "rounds": 1 }
            """);
        CommandRun run = await CommandRun.StartAsync("submit", job);
        Assert.Contains("TRB0433", run.Errors, StringComparison.Ordinal);
    }
}
