using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// <c>evaluate TABLE.csv</c>: what a generated table is worth, and what it tells of the rows that its generator learnt from.
/// </summary>
internal static class TableEvaluation
{
    /// <summary>Measures a file and prints the figures.</summary>
    /// <param name="loader">Where data is.</param>
    /// <param name="path">The generated table, with a line of names.</param>
    /// <param name="on">The name of a set with a test part, or a job file.</param>
    /// <param name="gate">What passes.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <param name="json">Whether the figures are printed as JSON.</param>
    /// <returns>The exit code.</returns>
    public static int Run(JobLoader loader, string path, string? on, TableGate gate, int threads, bool json)
    {
        (TableData real, TableData heldOut) = Load(loader, on);
        TableData generated = TableFile.Read(path, real.Shape);
        var quality = TableQuality.Measure(real, heldOut, generated, new RandomStream(1).Derive("evaluate"), threads);
        if (json) Console.WriteLine(Describe(quality).ToJsonString());
        else
        {
            Console.WriteLine(
                $"{generated.Count:N0} generated rows beside {real.Count:N0} of the training and {heldOut.Count:N0} held out:");
            foreach (Measurement measured in TableSamples.Describe(quality))
                Console.WriteLine($"  {measured.Name,-48} {measured.Value:0.0000}  {measured.Note}");
        }
        Problem[] problems = [.. gate.Problems(quality)];
        foreach (Problem problem in problems) ProblemPrinter.Print(problem);
        return problems.Length == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static (TableData Real, TableData HeldOut) Load(JobLoader loader, string? on)
    {
        if (on is null)
            throw new ProblemException(ProblemCodes.WrongCommandLine, "--on",
                "A table does not say what it was made from. Name the set that its generator learnt from, or the job file.");
        var problems = new List<Problem>();
        try
        {
            if (!on.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                IDataSource set = loader.Catalog.Data.Resolve(Part.Of(on), "--on", problems) ?? throw new ProblemException(problems);
                DataSplit split = set.LoadRows(loader.Folder);
                return ((TableData)split.Train, split.Test as TableData ?? throw new ProblemException(ProblemCodes.WrongCommandLine, "--on",
                    $"The set '{on}' has no test part, and what is memorised only shows beside rows that were held out. "
                    + "Name the job file."));
            }
            JobSpec job = loader.Read(JobText.Read(on));
            IDataSource? source = loader.Catalog.Data.Resolve(job.Data, "$.data", problems);
            IPartition? partition = loader.Catalog.Partitions.Resolve(job.Partition, "$.partition", problems);
            if (source is null || partition is null) throw new ProblemException(problems);
            var federation = Federation.Divide(source.LoadRows(loader.Folder), partition, job.Holdout, JobStreams.Federation(job));
            return ((TableData)federation.Pooled, (TableData)federation.Test);
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.DataProblem, "--on", e.Message);
        }
    }

    private static JsonObject Describe(TableQuality quality)
    {
        Memorisation memory = quality.Memorisation;
        return new JsonObject
        {
            ["columnShapes"] = quality.ColumnShapes,
            ["pairTrends"] = quality.PairTrends,
            ["usefulness"] = new JsonArray([.. quality.Usefulness.Select(one => (JsonNode)new JsonObject
            {
                ["classifier"] = one.Classifier,
                ["accuracyOnReal"] = one.OnReal.Accuracy,
                ["accuracyOnGenerated"] = one.OnGenerated.Accuracy,
                ["accuracyRatio"] = one.AccuracyRatio,
                ["macroF1OnReal"] = one.OnReal.MacroF1,
                ["macroF1OnGenerated"] = one.OnGenerated.MacroF1,
                ["macroF1Ratio"] = one.MacroF1Ratio,
            })]),
            ["majorityAccuracy"] = quality.Majority?.Accuracy,
            ["majorityMacroF1"] = quality.Majority?.MacroF1,
            ["membershipAuc"] = memory.MembershipAuc,
            ["closerToTraining"] = memory.CloserToTraining,
            ["distanceToTraining"] = memory.DistanceToTraining,
            ["distanceToHeldOut"] = memory.DistanceToHeldOut,
            ["copies"] = memory.Copies,
            ["chanceCopies"] = memory.ChanceCopies,
            ["adherence"] = quality.Adherence,
            ["singlingOutByOne"] = Describe(quality.Risks.SinglingOutByOne),
            ["singlingOutBySeveral"] = Describe(quality.Risks.SinglingOutBySeveral),
            ["linking"] = Describe(quality.Risks.Linking),
            ["inference"] = new JsonObject(quality.Risks.Columns.Zip(quality.Risks.Inference, (column, risk) =>
                KeyValuePair.Create(column, (JsonNode?)Describe(risk)))),
            ["columns"] = new JsonObject(quality.Columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)column.Score))),
        };
    }

    private static JsonObject Describe(PrivacyRisk risk) => new()
    {
        ["risk"] = risk.Value,
        ["low"] = risk.Low,
        ["high"] = risk.High,
        ["tries"] = risk.OnTraining.Tries,
        ["onTraining"] = risk.OnTraining.Successes,
        ["onControl"] = risk.OnControl.Successes,
        ["byGuessing"] = risk.Guess.Successes,
    };
}
