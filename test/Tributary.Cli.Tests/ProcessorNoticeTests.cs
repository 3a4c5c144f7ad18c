using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

public sealed class ProcessorNoticeTests : IDisposable
{
    private const string Job = """
        {
          "name": "small", "data": { "use": "digits" }, "partition": { "use": "iid", "clients": 3 }, "model": { "use": "logistic" },
          "rounds": 1
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_vector_instructions_one_line_says_so_and_the_model_is_the_same()
    {
        string job = _folder.Write("job.json", Job);
        (CommandRun usual, string model, _) = await SimulateAsync(job, "usual", []);
        (CommandRun slow, string sameModel, string instructions) = await SimulateAsync(job, "slow", [("DOTNET_EnableHWIntrinsic", "0")]);
        Assert.Equal("", usual.Errors);
        string line = Assert.Single(slow.Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        foreach (string words in (string[])["no vector instructions", "no fused multiply-add", "times as long", "Use a processor with"])
            Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Equal("no vector instructions, multiply-adds fused in software", instructions);
        Assert.Equal(model, sameModel);
    }

    [Theory]
    [InlineData("validate", "--schema")]
    [InlineData("simulate", "--help")]
    public async Task Commands_that_do_not_train_say_nothing(params string[] arguments) =>
        Assert.Equal("", (await CommandRun.StartAsync([("DOTNET_EnableHWIntrinsic", "0")], arguments)).Errors);

    private async Task<(CommandRun Run, string Model, string Instructions)> SimulateAsync(
        string job, string name, (string, string)[] variables)
    {
        string output = Path.Combine(_folder.Path, name);
        CommandRun run = await CommandRun.StartAsync(variables, "simulate", job, "--out", output);
        Assert.Equal(0, run.ExitCode);
        JsonNode summary = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "summary.json")))!;
        return (run, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(output, "model.safetensors")))),
            summary["machine"]!["instructions"]!.GetValue<string>());
    }
}
