using System.CommandLine;
using System.Text.Json;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary><c>demo</c>: five unequal sites train a classifier and a generator together, on data that ships with the program.</summary>
internal static class DemoCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<string?> output = CommonOptions.Out("tributary-out/demo");
        Option<int> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("demo",
            "Five unequal sites train a classifier and a generator of handwritten digits together, on data that ships with the program.")
        {
            output, threads, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            ProcessorNotice.Print();
            string path = parsed.GetValue(output) ?? Path.Combine("tributary-out", "demo");
            bool quiet = parsed.GetValue(json);
            var settings = new SimulationSettings { Threads = parsed.GetValue(threads), Command = "tributary demo" };
            OutputFolder top = JobRun.Open(path);
            OutputFolder classifier = JobRun.Open(Path.Combine(path, "classifier"));
            OutputFolder generator = JobRun.Open(Path.Combine(path, "generator"));
            var loader = new JobLoader(null);
            RunReport classified = await JobRun.RunAsync(loader.Plan(JobText.Sample("digits")), classifier, settings, quiet, cancellation);
            RunReport generated = await JobRun.RunAsync(
                loader.Plan(JobText.Sample("digits-flow")), generator, settings, quiet, cancellation);
            // One page tells both: the classifier's run with the generator's pictures.
            RunReport both = classified with { Samples = generated.Samples };
            RunFiles.Write(top, both);
            if (quiet) Console.WriteLine(JsonSerializer.Serialize(both, RunReportJson.Default.RunReport));
            else
            {
                Console.WriteLine("Five unequal sites learn to read handwritten digits:");
                ComparisonView.Print(classified);
                Console.WriteLine();
                Console.WriteLine("The same sites train a generator of digits:");
                ComparisonView.Print(generated);
                Console.WriteLine($"Report: {top.In(RunFiles.ReportName)}");
            }
            return ExitCode.Success;
        });
        return command;
    }
}
