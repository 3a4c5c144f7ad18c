using Tributary.Tests;

namespace Tributary.Cli.Tests;

/// <summary>Bad input: one clear message a problem with a code, exit code 2, and nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Jobs => new()
    {
        { "TRB0601", "line 1", "{ \"name\": " },
        { "TRB0602", "'partitoin'", Job("\"partitoin\": 1") },
        { "TRB0602", "'norn'", Job("\"stages\": [{ \"use\": \"clip\", \"norm\": 1, \"norn\": 2 }]") },
        { "TRB0603", "no strategy called 'fed-agv'", Job("\"strategy\": { \"use\": \"fed-agv\" }") },
        { "TRB0605", "learningRate", Job("\"local\": { \"optimizer\": { \"use\": \"sgd\", \"learningRate\": -1 } }") },
        { "TRB0605", "0 rounds", Job().Replace("\"rounds\": 1", "\"rounds\": 0", StringComparison.Ordinal) },
        { "TRB0101", "Move 'zip' after 'plain-sum'", Job("\"stages\": [{ \"use\": \"zip\" }, { \"use\": \"quantize\", \"range\": 1 }, { \"use\": \"plain-sum\" }]") },
        { "TRB0104", "Put 'quantize' before it", Job("\"stages\": [{ \"use\": \"plain-sum\" }]") },
        { "TRB0701", "clients is 0", Job().Replace("\"clients\": 4", "\"clients\": 0", StringComparison.Ordinal) },
        { "TRB0701", "shards", Job().Replace("\"use\": \"iid\", \"clients\": 4", "\"use\": \"shards\", \"clients\": 5000", StringComparison.Ordinal) },
        { "TRB0701", "no data folder is named", Job().Replace("\"use\": \"digits\"", "\"use\": \"mnist\"", StringComparison.Ordinal) },
        { "TRB0701", "There is no file", Job().Replace("\"use\": \"digits\"", "\"use\": \"csv\", \"path\": \"missing.csv\", \"label\": \"y\"", StringComparison.Ordinal) },
        { "TRB0605", "target would never be reached", Job("\"evaluate\": { \"target\": { \"metric\": \"acuracy\", \"value\": 0.9 } }") },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_bad_job_is_refused_before_anything_is_written(string code, string words, string job)
    {
        string path = Path.Combine(_folder.Path, "job.json"), output = Path.Combine(_folder.Path, "out");
        await File.WriteAllTextAsync(path, job, TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync("simulate", path, "--out", output);
        Assert.Contains(code, run.Errors, StringComparison.Ordinal);
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, run.ExitCode);
        Assert.False(Directory.Exists(output));
    }

    [Theory]
    [InlineData("y,a\n1,2\n0,3\n1,4\n0,5\n", "label", "'label'")]
    [InlineData("y,a\n1,2\n0,\n1,4\n0,5\n", "y", "missing")]
    public async Task A_table_with_a_wrong_label_column_or_missing_cells_is_refused(string table, string label, string words)
    {
        string csv = Path.Combine(_folder.Path, "table.csv"), path = Path.Combine(_folder.Path, "job.json");
        await File.WriteAllTextAsync(csv, table, TestContext.Current.CancellationToken);
        string data = $"\"use\": \"csv\", \"path\": \"{csv.Replace("\\", "/", StringComparison.Ordinal)}\", \"label\": \"{label}\"";
        await File.WriteAllTextAsync(path, Job().Replace("\"use\": \"digits\"", data, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync("simulate", path, "--out", Path.Combine(_folder.Path, "out"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("TRB0701", run.Errors, StringComparison.Ordinal);
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_refused_before_anything_is_computed()
    {
        string path = Path.Combine(_folder.Path, "job.json");
        await File.WriteAllTextAsync(path, Job(), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync("simulate", path, "--out", Path.Combine(path, "below-a-file"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("TRB0501", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        string path = Path.Combine(_folder.Path, "job.json");
        await File.WriteAllTextAsync(path, Job("\"weigthing\": 1, \"local\": { \"epochs\": 0 }, \"strategy\": { \"use\": \"x\" }"), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync("validate", path);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(3, run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("simulate")]
    [InlineData("simulate", "job.json", "--threads", "0")]
    [InlineData("simulate", "job.json", "--seed", "x")]
    [InlineData("dance")]
    [InlineData("bench", "nothing")]
    [InlineData("simulate", "no-such-job.json")]
    [InlineData("validate")]
    public async Task A_wrong_command_line_is_bad_input(params string[] arguments)
    {
        CommandRun run = await CommandRun.StartAsync(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error TRB", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused()
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        await File.WriteAllBytesAsync(path, [1, 2, 3], TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.StartAsync("evaluate", path);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("TRB0502", run.Errors, StringComparison.Ordinal);
    }

    private static string Job(string members = "\"description\": \"small\"") =>
        $$"""
        {
          "name": "bad",
          "data": { "use": "digits" },
          "partition": { "use": "iid", "clients": 4 },
          "model": { "use": "logistic" },
          "rounds": 1,
          {{members}}
        }
        """;
}
