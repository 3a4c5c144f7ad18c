using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>
/// What three attacks with a generated table gain on the rows that its generator learnt from, beside rows that it never saw.
/// </summary>
/// <remarks>
/// Giomi et al., arXiv:2211.10459. Intervals hold 95 % each; those of <see cref="Inference"/> hold 95 % for all columns together.
/// </remarks>
public sealed record DisclosureRisks
{
    /// <summary>One in this many intervals is allowed not to hold.</summary>
    private const double Miss = 0.05;

    /// <summary>Statements about one column that are true of a single person.</summary>
    public required PrivacyRisk SinglingOutByOne { get; init; }

    /// <summary>Statements about several columns that are true of a single person.</summary>
    public required PrivacyRisk SinglingOutBySeveral { get; init; }

    /// <summary>Two halves of a person's columns that are put together.</summary>
    public required PrivacyRisk Linking { get; init; }

    /// <summary>One column of a person that follows from the others, for each column in turn.</summary>
    public required IReadOnlyList<PrivacyRisk> Inference { get; init; }

    /// <summary>The names of the columns of <see cref="Inference"/>.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The place of the column whose inference is most certainly a risk.</summary>
    public int WorstColumn => Enumerable.Range(0, Inference.Count).MaxBy(column => (Inference[column].Low, Inference[column].Value));

    /// <summary>Every attack with a name in words.</summary>
    public IEnumerable<(string Attack, PrivacyRisk Risk)> All =>
    [
        ("singling out by one column", SinglingOutByOne),
        ("singling out by several columns", SinglingOutBySeveral),
        ("linking two halves of a row", Linking),
        ($"inference of {Columns[WorstColumn]}", Inference[WorstColumn]),
    ];

    /// <summary>Runs the attacks on at most 10,000 rows of either kind and 20,000 generated ones.</summary>
    internal static DisclosureRisks Measure(TableData real, TableData heldOut, TableData generated, RandomStream random, int threads)
    {
        var tables = AttackTables.Of(real, heldOut, generated, random.Derive("tables"));
        var closest = new CellDistances(tables.Generated);
        double z = Z(Miss), zOfEach = Z(Miss / real.Shape.Columns.Count);
        return new DisclosureRisks
        {
            SinglingOutByOne = SinglingOut.ByOneColumn(tables, random.Derive("one column"), z),
            SinglingOutBySeveral = SinglingOut.BySeveralColumns(tables, random.Derive("several columns"), z),
            Linking = Training.Linking.Measure(tables, closest, random.Derive("linking"), z, threads),
            Inference = Training.Inference.Measure(tables, closest, random.Derive("inference"), zOfEach, threads),
            Columns = [.. real.Shape.Columns.Select(column => column.Name)],
        };
    }

    private static double Z(double miss) => NormalQuantile.Of(1 - miss / 2);
}
