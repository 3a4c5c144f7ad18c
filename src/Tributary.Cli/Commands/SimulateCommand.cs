using System.CommandLine;
using System.Text.Json;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary><c>simulate JOB.json</c>: runs a job with in-process sites.</summary>
internal static class SimulateCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var job = new Argument<string>("JOB") { Description = "The job file; comments are allowed." };
        Option<string?> data = CommonOptions.Data(), output = CommonOptions.Out("tributary-out/NAME");
        Option<ulong?> seed = CommonOptions.Seed();
        var rounds = new Option<int?>("--rounds")
        {
            Description = "The number of rounds of training, instead of the job's.",
            HelpName = "N",
        };
        Option<int> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json(), download = CommonOptions.AllowDownload();
        var command = new Command("simulate",
            "Run a job with in-process sites and write summary.json, metrics.jsonl, model.safetensors, report.html and TensorBoard events.")
        {
            job, data, output, seed, rounds, threads, download, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string text = await JobDownloads.AllowAsync(
                JobText.Read(parsed.GetRequiredValue(job)), parsed.GetValue(download), cancellation);
            PlannedJob planned = new JobLoader(parsed.GetValue(data)).Plan(text, parsed.GetValue(seed), parsed.GetValue(rounds));
            OutputFolder folder = JobRun.Open(parsed.GetValue(output) ?? Path.Combine("tributary-out", FileName(planned.Spec.Name)));
            var settings = new SimulationSettings
            {
                Threads = parsed.GetValue(threads),
                Command = $"tributary {string.Join(' ', parsed.Tokens.Select(token => token.Value))}",
            };
            DataNotes.Print(planned);
            ProcessorNotice.Print();
            RunReport report = await JobRun.RunAsync(planned, folder, settings, parsed.GetValue(json), cancellation);
            if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(report, RunReportJson.Default.RunReport));
            else
            {
                ComparisonView.Print(report);
                Console.WriteLine($"Report: {folder.In(RunFiles.ReportName)}");
            }
            return report.Outcome == Core.RunOutcome.Failed ? ExitCode.Failed : ExitCode.Success;
        });
        return command;
    }

    /// <summary>A job's name as a folder's.</summary>
    private static string FileName(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('.');
}
