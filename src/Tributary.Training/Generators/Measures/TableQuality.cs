using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>What a generated table is worth, and what it tells of the rows that it was learnt from.</summary>
public sealed record TableQuality
{
    /// <summary>How alike every column is.</summary>
    public required IReadOnlyList<ColumnLikeness> Columns { get; init; }

    /// <summary>The mean of <see cref="Columns"/>.</summary>
    public double ColumnShapes => Columns.Average(column => column.Score);

    /// <summary>The share of generated cells that could be real, the mean over columns.</summary>
    public double Adherence => Columns.Average(column => column.Adherence);

    /// <summary>How alike pairs of columns are, on average.</summary>
    public required double PairTrends { get; init; }

    /// <summary>Classifiers trained on generated rows, beside the same on real ones; empty where the table has no label.</summary>
    public required IReadOnlyList<Usefulness> Usefulness { get; init; }

    /// <summary>What the most frequent class alone would come to, or null where there is no label.</summary>
    public required Prediction? Majority { get; init; }

    /// <summary>How much of the training rows shows.</summary>
    public required Memorisation Memorisation { get; init; }

    /// <summary>What attacks gain on the training rows beside held-out ones.</summary>
    public required DisclosureRisks Risks { get; init; }

    /// <summary>Measures a table.</summary>
    /// <param name="real">The rows that the generator learnt from.</param>
    /// <param name="heldOut">Rows of the same kind that it did not.</param>
    /// <param name="generated">The table that is measured.</param>
    /// <param name="random">Decides which rows are compared, and how classifiers begin.</param>
    /// <param name="threads">How many threads may work; the figures do not depend on it.</param>
    /// <param name="seeds">How often each classifier is trained.</param>
    /// <exception cref="DataException">The tables are of different columns.</exception>
    public static TableQuality Measure(
        TableData real, TableData heldOut, TableData generated, RandomStream random, int threads, int seeds = 3)
    {
        if (!real.Shape.Fits(generated.Shape) || !real.Shape.Fits(heldOut.Shape))
            throw new DataException("The tables have different columns and cannot be compared. Compare tables of the same columns.");
        bool labelled = real.Shape.Label is not null;
        return new TableQuality
        {
            Columns = Likeness.Columns(real, generated),
            PairTrends = Likeness.Pairs(real, generated),
            Usefulness = labelled ? TrainOnGenerated.Measure(real, heldOut, generated, seeds, random.Derive("classifiers"), threads) : [],
            Majority = labelled ? TrainOnGenerated.Majority(real, heldOut) : null,
            Memorisation = Memorisation.Measure(real, heldOut, generated, random.Derive("memorisation"), threads),
            Risks = DisclosureRisks.Measure(real, heldOut, generated, random.Derive("risks"), threads),
        };
    }
}
