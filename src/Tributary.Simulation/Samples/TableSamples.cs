using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Draws rows from a generator of tables and measures what they are worth and what they tell.</summary>
public static class TableSamples
{
    private const int Shown = 12;

    /// <summary>Draws as many rows as the sites have together.</summary>
    internal static SampleSet Draw(PlannedJob job, Workers workers, ParameterSet parameters)
    {
        var real = (TableData)job.Federation.Pooled;
        TableData drawn = workers.UseAll(model =>
        {
            model.Parameters.Load(parameters);
            return ((ITableModel)model).Generator.Sample(real.Count, [], job.Random.Derive("samples"));
        });
        var heldOut = (TableData)job.Federation.Test;
        bool apart = !ReferenceEquals(heldOut, real);
        return new SampleSet
        {
            Title = "Rows drawn by the federated generator",
            Note = $"{real.Count:N0} rows were drawn and measured; the first are shown, nothing picked by hand.{Promise(job)}",
            Table = new SampleTable(
                [.. drawn.Shape.Columns.Select(column => column.Name)],
                [.. Enumerable.Range(0, Math.Min(Shown, drawn.Count)).Select(row => Row(drawn, row))]),
            Measurements = apart ? Describe(TableQuality.Measure(real, heldOut, drawn, job.Random.Derive("quality"), workers.Threads)) : [],
        };
    }

    /// <summary>The figures in words, most useful first.</summary>
    public static IReadOnlyList<Measurement> Describe(TableQuality quality)
    {
        var lines = new List<Measurement>
        {
            new("column shapes", quality.ColumnShapes, IsShare: true,
                "1 - KS distance of numbers, 1 - total variation of names; mean over columns"),
            new("pair trends", quality.PairTrends, IsShare: true,
                "likeness of correlations and of joint shares; mean over pairs of columns"),
            new("cells that could be real", quality.Adherence, IsShare: true,
                "numbers within the real bounds, names that occur in real rows; mean over columns"),
        };
        foreach (Usefulness one in quality.Usefulness)
        {
            lines.Add(new($"accuracy of {one.Classifier}, generated over real", one.AccuracyRatio, IsShare: true,
                $"trained on generated rows {one.OnGenerated.Accuracy:P1}, on real ones {one.OnReal.Accuracy:P1}, both on held-out rows; "
                + $"the most frequent class {quality.Majority!.Accuracy:P1}"));
            lines.Add(new($"macro-F1 of {one.Classifier}, generated over real", one.MacroF1Ratio, IsShare: true,
                $"trained on generated rows {one.OnGenerated.MacroF1:0.000}, on real ones {one.OnReal.MacroF1:0.000}; "
                + $"the most frequent class {quality.Majority!.MacroF1:0.000}"));
        }
        Memorisation memory = quality.Memorisation;
        lines.Add(new("membership attack, AUC", memory.MembershipAuc, IsShare: false,
            "an attacker tells training rows from held-out ones by the closest generated row; 0.5 is a guess"));
        lines.Add(new("closer to training than to held-out rows", memory.CloserToTraining, IsShare: true,
            $"of generated rows; median distance {memory.DistanceToTraining:0.0000} to training, {memory.DistanceToHeldOut:0.0000} to "
            + "held-out rows; half is ideal"));
        lines.Add(new("copies of training rows", memory.Copies, IsShare: true,
            $"of generated rows; {memory.ChanceCopies:P2} are a held-out row, which is what chance gives"));
        lines.AddRange(quality.Risks.All.Select(Describe));
        return lines;
    }

    private static Measurement Describe((string Attack, PrivacyRisk Risk) one)
    {
        PrivacyRisk risk = one.Risk;
        if (risk.OnTraining.Tries == 0)
            return new($"risk of {one.Attack}", 0, IsShare: true, "not measured: no statement is true of one generated row alone");
        return new($"risk of {one.Attack}", risk.Value, IsShare: true,
            $"95 % interval {risk.Low:P1} to {risk.High:P1}; of {risk.OnTraining.Tries} tries {risk.OnTraining.Successes} succeed on "
            + $"training rows, {risk.OnControl.Successes} on held-out ones, {risk.Guess.Successes} by guessing"
            + (risk.BeatsGuess ? "" : ": the attack is too weak to show anything"));
    }

    private static string[] Row(TableData rows, int row) =>
        [.. rows.Shape.Columns.Select((column, i) => TableFile.TextOf(column, rows[row, i]))];

    private static string Promise(PlannedJob job)
    {
        if (job.Table?.Counted is not { Epsilon: { } epsilon, Delta: var delta, SecretNoise: var secret }) return "";
        string source = secret ? "the operating system" : "the job's seed, and who knows that can take it away";
        return $" Differentially private for one row: epsilon {epsilon}, delta {delta:0.#e-0}, towards all who see the model; the "
            + $"coordinator sees sums. Noise came from {source}.";
    }
}
