using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Tributary.Tests;

namespace Tributary.Cli.Tests;

public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Engine_prints_one_object_with_a_row_a_case_and_thread_count()
    {
        JsonObject report = await ReportAsync("engine", "--threads", "2", "--turns", "3", "--steps", "1",
            "--cases", "mlp-b10,gpt-b12x64,sgemm-64x64x32-nt,sgemm-784x200x32-tn", "--no-peers");
        Assert.Equal(
            ["multiply-add-peak 1", "mlp-b10 1", "gpt-b12x64 1", "sgemm-784x200x32-tn 1", "sgemm-64x64x32-nt 1",
                "multiply-add-peak 2", "mlp-b10 2", "gpt-b12x64 2", "sgemm-784x200x32-tn 2", "sgemm-64x64x32-nt 2"],
            Rows(report).Select(row => $"{row["case"]} {row["threads"]}"));
        JsonNode peak = Rows(report).First(), step = Rows(report).ElementAt(1), product = Rows(report).ElementAt(3);
        Assert.True(peak["gigaflops"]!.GetValue<double>() > 0);
        AssertSpread(step["milliseconds"]!);
        AssertSpread(product["milliseconds"]!);
        double gigaflops = 2e-6 * 784 * 200 * 32 / product["milliseconds"]!["median"]!.GetValue<double>();
        Assert.Equal(gigaflops, product["gigaflops"]!.GetValue<double>(), gigaflops * 1e-9);
        Assert.Equal(gigaflops / peak["gigaflops"]!.GetValue<double>(), product["shareOfPeak"]!.GetValue<double>(), 1e-9);
        Assert.False(step.AsObject().ContainsKey("ratio"));
        Assert.False(report.ContainsKey("notes"));
    }

    [Fact]
    public async Task A_coordinator_of_its_own_is_measured_from_outside_with_agents_that_are_simulated()
    {
        JsonObject report = await ReportAsync(
            "server", "--agents", "3", "--seconds", "1", "--cohort", "2", "--rounds", "1",
            "--cases", "check-in-idle,check-in-held,upload-1mb");
        Assert.Contains("simulated", report["notes"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode[] rows = [.. Rows(report)];
        Assert.Equal(
            ["check-in-idle", "check-in-idle", "check-in-held", "check-in-held", "check-in-held", "upload-1mb"],
            rows.Select(row => row["case"]!.GetValue<string>()));
        Assert.True(rows[1]["perSecond"]!.GetValue<double>() > 100);
        Assert.Equal([3, 3, 3], rows[2..5].Select(row => row["agents"]!.GetValue<int>()));
        Assert.InRange(rows[5]["megabytes"]!.GetValue<double>(), 2.0, 2.2);
        Assert.True(rows[5]["serverMillisecondsPerMegabyte"]!["median"]!.GetValue<double>() > 0);
    }

    [Fact]
    public async Task Without_PyTorch_it_says_so_and_goes_on_without_ratios()
    {
        string[] arguments = ["engine", "--threads", "1", "--turns", "1", "--steps", "1", "--cases", "mlp-b10"];
        JsonObject noPython = await ReportAsync([.. arguments, "--peers", _folder.Path, "--python", Path.Combine(_folder.Path, "python")]);
        Assert.Contains("no PyTorch", noPython["notes"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(2, Rows(noPython).Count());
        JsonObject noScripts = await ReportAsync([.. arguments, "--peers", Path.Combine(_folder.Path, "nothing")]);
        Assert.Contains("--peers", noScripts["notes"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(2, Rows(noScripts).Count());
    }

    [Fact]
    public async Task A_peer_takes_turns_and_the_ratio_is_its_median_over_ours()
    {
        string python = FakePython("""echo '{"milliseconds": 5}'""");
        JsonObject report = await ReportAsync(
            "engine", "--threads", "1", "--turns", "3", "--steps", "1", "--cases", "cnn-b10", "--peers", _folder.Path, "--python", python);
        JsonNode[] rows = [.. Rows(report).Skip(1)];
        Assert.Equal(["nchw", "nhwc"], rows.Select(row => row["peer"]!["layout"]!.GetValue<string>()));
        foreach (JsonNode row in rows)
        {
            Assert.Equal("Torch 0 (BLAS 0)", row["peer"]!["name"]!.GetValue<string>());
            Assert.StartsWith("OpenMP 1, BLAS 1", row["peer"]!["setting"]!.GetValue<string>(), StringComparison.Ordinal);
            foreach (string figure in (string[])["min", "median", "p90"])
                Assert.Equal(5, row["peer"]!["milliseconds"]![figure]!.GetValue<double>());
            Assert.Equal(5 / row["milliseconds"]!["median"]!.GetValue<double>(), row["ratio"]!.GetValue<double>(), 1e-9);
            Assert.True(row["pairedRatio"]!.GetValue<double>() > 0);
        }
        Assert.Contains("reference BLAS", report["notes"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""echo '{"error": "no such case"}'""", "no such case")]
    [InlineData("echo nonsense", "nonsense")]
    [InlineData("echo 'out of memory' >&2; exit 1", "out of memory")]
    public async Task A_peer_that_fails_leaves_the_figures_without_a_ratio(string answer, string words)
    {
        JsonObject report = await ReportAsync(
            "engine", "--threads", "1", "--turns", "1", "--steps", "1", "--cases", "mlp-b10", "--peers", _folder.Path,
            "--python", FakePython(answer));
        Assert.Contains(words, report["notes"]!.AsArray()[^1]!.GetValue<string>(), StringComparison.Ordinal);
        JsonObject row = Rows(report).Last().AsObject();
        Assert.False(row.ContainsKey("ratio"));
        AssertSpread(row["milliseconds"]!);
    }

    [Fact]
    public async Task Simulation_times_rounds_apart_from_evaluation()
    {
        string mnist = Directory.CreateDirectory(Path.Combine(_folder.Path, "mnist")).FullName;
        WriteImages(mnist, "train", 1_000);
        WriteImages(mnist, "t10k", 100);
        JsonObject report = await ReportAsync(
            "simulation", "--data", _folder.Path, "--threads", "1", "--rounds", "2", "--cases", "mlp-b10,mlp-b32", "--no-peers");
        Assert.Equal(["mlp-b10", "mlp-b32"], Rows(report).Select(row => row["case"]!.GetValue<string>()));
        foreach (JsonNode row in Rows(report))
            foreach (string figure in (string[])["milliseconds", "processorMilliseconds", "evaluationMilliseconds"])
                AssertSpread(row[figure]!);
    }

    [Fact]
    public async Task Process_times_starts_and_reads_the_peak_memory_of_runs()
    {
        string mnist = Directory.CreateDirectory(Path.Combine(_folder.Path, "mnist")).FullName;
        WriteImages(mnist, "train", 1_000);
        WriteImages(mnist, "t10k", 100);
        JsonNode[] rows = [.. Rows(await ReportAsync("process", "--data", _folder.Path, "--threads", "1"))];
        Assert.Equal(
            ["start --version", "start --help", "mnist-2nn-iid", "mnist-2nn-iid, all clients"],
            rows.Select(row => row["case"]!.GetValue<string>()));
        foreach (JsonNode row in rows[..2])
        {
            AssertSpread(row["milliseconds"]!);
            Assert.True(row["milliseconds"]!["min"]!.GetValue<double>() > 1); // no process starts in less
        }
        foreach (JsonNode row in rows[2..]) Assert.InRange(row["peakMemoryBytes"]!.GetValue<long>(), 10_000_000, 10_000_000_000);
    }

    [Fact]
    public async Task NanoGpt_has_a_row_a_seed_and_their_mean()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "tiny-shakespeare")).FullName;
        string text = string.Concat(Enumerable.Range(0, 60).Select(i => $"SPEAKER:\nline {i} of a play, and no more.\n\n"));
        await File.WriteAllTextAsync(Path.Combine(folder, "input.txt"), text, TestContext.Current.CancellationToken);
        JsonObject report = await ReportAsync(
            "nanogpt", "--data", _folder.Path, "--threads", "1", "--seeds", "2", "--steps", "3", "--no-peers");
        JsonNode[] rows = [.. Rows(report)];
        Assert.Equal(["seed-1", "seed-2", "mean"], rows.Select(row => row["case"]!.GetValue<string>()));
        double[] losses = [.. rows.Select(row => row["loss"]!.GetValue<double>())];
        Assert.NotEqual(losses[0], losses[1]);
        Assert.Equal((losses[0] + losses[1]) / 2, losses[2], 1e-12);
        Assert.All(losses, loss => Assert.InRange(loss, 2, 4)); // 34 characters: 3.5 before anything is learnt
        Assert.Equal(losses, Rows(await ReportAsync(
            "nanogpt", "--data", _folder.Path, "--threads", "2", "--seeds", "2", "--steps", "3", "--no-peers"))
            .Select(row => row["loss"]!.GetValue<double>()));
    }

    [Theory]
    [InlineData("engine", "--cases", "mlp-b11")]
    [InlineData("engine", "--turns", "0")]
    [InlineData("simulation", "--rounds", "many")]
    [InlineData("nanogpt", "--steps", "-1")]
    [InlineData("nanogpt", "--no-peers")]
    [InlineData("process")]
    public async Task A_wrong_option_or_missing_data_is_bad_input(params string[] arguments)
    {
        CommandRun run = await CommandRun.StartAsync(["bench", .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error TRB", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("engine")]
    [InlineData("simulation")]
    [InlineData("nanogpt")]
    [InlineData("heart")]
    public async Task Every_measurement_has_help(string name)
    {
        CommandRun run = await CommandRun.StartAsync("bench", name, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"tributary bench {name} [options]", run.Output, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> ReportAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.StartAsync(["bench", .. arguments, "--json"]);
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        JsonObject report = JsonNode.Parse(run.Output)!.AsObject();
        Assert.Equal(arguments[0], report["bench"]!.GetValue<string>());
        Assert.NotNull(report["machine"]!["processor"]);
        Assert.NotEmpty(report["machine"]!["instructions"]!.GetValue<string>());
        return report;
    }

    private static IEnumerable<JsonNode> Rows(JsonObject report) => report["results"]!.AsArray().Select(row => row!);

    private static void AssertSpread(JsonNode spread)
    {
        double min = spread["min"]!.GetValue<double>(), median = spread["median"]!.GetValue<double>();
        Assert.InRange(min, 0, median);
        Assert.InRange(median, min, spread["p90"]!.GetValue<double>());
    }

    /// <summary>A program that has PyTorch, as far as anyone asks, and answers every request alike.</summary>
    private string FakePython(string answer)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The peer of this test is a shell script.");
        string path = Path.Combine(_folder.Path, "python");
        File.WriteAllText(path, $$"""
            #!/bin/sh
            test "$1" = -c && exit 0
            echo '{"name": "Torch 0 (BLAS 0)", "warning": "This is the reference BLAS."}'
            while read -r request; do {{answer}}; done
            """ + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Files in the format of MNIST, of patterns that differ from image to image.</summary>
    private static void WriteImages(string folder, string part, int count)
    {
        byte[] images = new byte[16 + count * 784], labels = new byte[8 + count];
        foreach ((int at, int value) in ((int, int)[])[(0, 0x803), (4, count), (8, 28), (12, 28)])
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(at), value);
        foreach ((int at, int value) in ((int, int)[])[(0, 0x801), (4, count)])
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(at), value);
        for (int i = 16; i < images.Length; i++) images[i] = (byte)(i * 31 / 7);
        for (int i = 0; i < count; i++) labels[8 + i] = (byte)(i % 10);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), labels);
    }
}
