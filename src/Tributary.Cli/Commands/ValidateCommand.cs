using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary><c>validate JOB.json</c>: what the planner sees at each stage, or all problems at once.</summary>
internal static class ValidateCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var job = new Argument<string?>("JOB") { Description = "The job file.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> data = CommonOptions.Data();
        var schema = new Option<bool>("--schema") { Description = "Print the JSON Schema of jobs, for editors, instead of reading one." };
        Option<bool> json = CommonOptions.Json(), download = CommonOptions.AllowDownload();
        var command = new Command("validate", "Print what the planner sees at each stage of a job, or everything that is wrong with it.")
        {
            job, data, schema, download, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var loader = new JobLoader(parsed.GetValue(data));
            if (parsed.GetValue(schema))
            {
                Console.WriteLine(JobSchema.Of(loader.Catalog.Jobs).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
                return ExitCode.Success;
            }
            string path = parsed.GetValue(job) ?? throw new ProblemException(
                ProblemCodes.WrongCommandLine, "command line", "There is no job to validate. Name a job file, or ask for --schema.");
            PlannedJob planned = loader.Plan(await JobDownloads.AllowAsync(JobText.Read(path), parsed.GetValue(download), cancellation));
            DataNotes.Print(planned);
            if (parsed.GetValue(json)) Console.WriteLine(Describe(planned).ToJsonString());
            else Print(planned);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(PlannedJob job)
    {
        Federation federation = job.Federation;
        Console.WriteLine(
            $"{job.Spec.Name}: {federation.Sites.Count} sites, {job.Spec.Model.Use} with {job.Initial.Layout.Length:N0} parameters, " +
            $"{job.Spec.Rounds} rounds, up to {job.Plan.Model.Cohort} clients a round");
        foreach (string line in PipelineText.Lines(job.Plan)) Console.WriteLine($"  {line}");
        Console.WriteLine(
            $"  {job.Composition.Strategy.Aggregator.Name,-12} " +
            $"{(job.Plan.Model.Sees == Sees.Sum ? "reads the sum" : $"compares {job.Plan.Wire.Contributions} contributions")}");
        foreach (string line in job.Privacy?.Lines(secret: false) ?? []) Console.WriteLine($"  {"privacy",-12} {line}");
        if (job.Model.Budgets is { } budgets) PrintExamples(job, budgets);
    }

    /// <summary>What every client that takes part in all rounds would spend of its examples.</summary>
    private static void PrintExamples(PlannedJob job, ExampleBudgets budgets)
    {
        Model model = job.Model.Build();
        int[] sizes = [.. job.Federation.Sites.Select(site => model.CountExamples(site.Train)).Distinct().Order()];
        double epsilon = sizes.Max(examples => budgets.Spent(examples, job.Spec.Rounds));
        double[] noise = [.. sizes.Select(examples => budgets.Of(examples).NoiseMultiplier)];
        Console.WriteLine($"  {"examples",-12} epsilon {epsilon:0.####} at delta {budgets.Delta:G3} for each, "
            + $"counted by {budgets.Accountant}, if its client takes part in all {job.Spec.Rounds} rounds; noise multiplier "
            + $"{(noise.Min() == noise.Max() ? $"{noise[0]:0.####}" : $"{noise.Min():0.####} to {noise.Max():0.####}")}");
    }

    private static JsonObject Describe(PlannedJob job) => new()
    {
        ["job"] = job.Spec.Name,
        ["sites"] = job.Federation.Sites.Count,
        ["parameters"] = job.Initial.Layout.Length,
        ["rounds"] = job.Spec.Rounds,
        ["cohort"] = job.Plan.Model.Cohort,
        ["stages"] = new JsonArray([.. job.Plan.Stages.Select(stage => (JsonNode)new JsonObject
        {
            ["name"] = stage.Name,
            ["numbers"] = stage.Plan.Output.Length,
            ["kind"] = stage.Plan.Output.Kind.ToString().ToLowerInvariant(),
            ["form"] = stage.Plan.Output.Form.ToString().ToLowerInvariant(),
            ["decoding"] = stage.Plan.Decoding.ToString().ToLowerInvariant(),
            ["normBound"] = stage.Plan.Output.NormBound,
            ["groupSize"] = stage.Plan.Output.GroupSize,
        })]),
        ["privacy"] = job.Privacy is { } privacy
            ? new JsonObject
            {
                ["epsilon"] = privacy.Epsilon(job.Spec.Rounds),
                ["delta"] = privacy.Options.Delta,
                ["budget"] = privacy.Options.Epsilon,
                ["noiseMultiplier"] = privacy.Multiplier,
                ["neighbours"] = privacy.NeighboursText,
                ["against"] = privacy.AgainstText,
                ["participation"] = privacy.Participation,
                ["accountant"] = privacy.Accountant,
                ["event"] = JsonSerializer.SerializeToNode(privacy.Round, CoreJson.Default.DpEvent),
                ["warnings"] = new JsonArray([.. privacy.Warnings.Select(warning => (JsonNode)warning)]),
            }
            : null,
    };
}
