using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Runs a planned job with a display, and writes what it leaves behind.</summary>
internal static class JobRun
{
    /// <summary>The name of the trained model's file.</summary>
    public const string ModelName = "model.safetensors";

    /// <summary>A folder that can be written to.</summary>
    /// <exception cref="ProblemException">It cannot.</exception>
    public static OutputFolder Open(string path)
    {
        var problems = new List<Problem>();
        return OutputFolder.Open(path, problems) ?? throw new ProblemException(problems);
    }

    /// <summary>Runs and writes everything into <paramref name="folder"/>.</summary>
    public static async Task<RunReport> RunAsync(
        PlannedJob job, OutputFolder folder, SimulationSettings settings, bool quiet, CancellationToken cancellation)
    {
        var display = RunDisplay.Of(job, quiet);
        using var files = new RunFiles(folder, TimeProvider.System);
        var simulator = new Simulator(job, settings with
        {
            OnRound = round =>
            {
                files.Append(round);
                display.Round(round);
            },
            OnProgress = display.Progress,
        });
        SimulationResult result = await display.ShowAsync(() => simulator.RunAsync(cancellation));
        result.Model.Write(folder.In(ModelName));
        RunReport report = result.Report with { Model = result.Report.Model with { Sha256 = Digest(folder.In(ModelName)) } };
        files.Finish(report);
        return report;
    }

    private static string Digest(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
