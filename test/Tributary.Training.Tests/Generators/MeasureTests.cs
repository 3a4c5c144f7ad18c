using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class MeasureTests
{
    private static readonly TableShape _shape = new()
    {
        Columns =
        [
            new ColumnShape { Name = "x", Minimum = -9, Maximum = 9 },
            new ColumnShape { Name = "y", Minimum = -9, Maximum = 9 },
            new ColumnShape { Name = "z", Minimum = -9, Maximum = 9 },
            new ColumnShape { Name = "label", Values = ["no", "yes"] },
        ],
        Label = "label",
    };

    [Fact]
    public void A_generator_that_copies_its_training_rows_is_found_out()
    {
        TableData real = Rows(400, 1), heldOut = Rows(400, 2);
        var random = new RandomStream(5);
        TableData copies = real.Select([.. Enumerable.Range(0, 400).Select(_ => random.NextInt(400))]);
        Memorisation found = TableQuality.Measure(real, heldOut, copies, new RandomStream(1), threads: 2, seeds: 1).Memorisation;
        Assert.True(found.MembershipAuc >= 0.65, $"AUC {found.MembershipAuc}.");
        Assert.Equal(1, found.Copies);
        Assert.True(found.CloserToTraining > 0.95);
    }

    [Fact]
    public void Fresh_rows_tell_nothing_of_the_training_and_are_as_useful_as_real_ones()
    {
        TableQuality found = TableQuality.Measure(Rows(2000, 1), Rows(2000, 2), Rows(2000, 3), new RandomStream(1), threads: 2, seeds: 1);
        Assert.InRange(found.Memorisation.MembershipAuc, 0.45, 0.55);
        Assert.InRange(found.Memorisation.CloserToTraining, 0.42, 0.58);
        Assert.Equal(0, found.Memorisation.Copies);
        Assert.All(found.Usefulness, use => Assert.InRange(use.MacroF1Ratio, 0.95, 1.05));
        Assert.True(found.Usefulness[0].OnReal.Accuracy > found.Majority!.Accuracy + 0.2);
        Assert.InRange(found.ColumnShapes, 0.9, 1);
    }

    [Fact]
    public void A_table_is_like_itself_and_not_like_noise()
    {
        TableData real = Rows(300, 1), noise = Rows(300, 2, shift: 4);
        Assert.Equal(1, Likeness.Pairs(real, real), 1e-12);
        Assert.All(Likeness.Columns(real, real), column => Assert.Equal(1, column.Score, 1e-12));
        Assert.True(Likeness.Columns(real, noise)[0].Score < 0.2);
    }

    [Fact]
    public void Macro_f1_counts_small_classes_as_much_as_large_ones()
    {
        // 8 of 10 of the large class right, 1 of 2 of the small one.
        var prediction = Prediction.Of(new[,] { { 8, 2 }, { 1, 1 } });
        Assert.Equal(9.0 / 12, prediction.Accuracy, 1e-12);
        Assert.Equal((16.0 / 19 + 2.0 / 5) / 2, prediction.MacroF1, 1e-12);
    }

    [Fact]
    public void The_area_under_the_curve_counts_ties_half()
    {
        Assert.Equal(1, Memorisation.Auc([0, 1], [2, 3]));
        Assert.Equal(0.5, Memorisation.Auc([1, 1], [1, 1]));
        Assert.Equal((1 + 0.5) / 2, Memorisation.Auc([1], [1, 2]));
    }

    private static TableData Rows(int count, ulong seed, float shift = 0)
    {
        var random = new RandomStream(seed);
        var cells = new List<float>();
        for (int i = 0; i < count; i++)
        {
            float x = (float)random.NextNormal() + shift, y = x / 2 + (float)random.NextNormal();
            cells.AddRange([x, y, (float)random.NextNormal(), x + y > shift ? 1 : 0]);
        }
        return TableData.Of(_shape, [.. cells]);
    }
}
