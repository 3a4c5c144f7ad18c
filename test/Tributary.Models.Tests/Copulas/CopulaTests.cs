using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class CopulaTests
{
    private static readonly TableShape _shape = new()
    {
        Columns =
        [
            new ColumnShape { Name = "x", Minimum = 0, Maximum = 9, Whole = true },
            new ColumnShape { Name = "y", Minimum = 0, Maximum = 9, Whole = true, Missing = true },
            new ColumnShape { Name = "c", Values = ["a", "b", "d"] },
        ],
        Label = "c",
    };

    [Theory]
    [InlineData(0.8)]
    [InlineData(-0.5)]
    [InlineData(0)]
    public void Finds_the_correlation_of_the_normal_numbers_whose_steps_the_columns_are(double correlation)
    {
        // One column of 40 steps, one of two: the correlation of what is seen is far smaller than that of what it is made of.
        CopulaMargin fine = Margin(40), coarse = Margin(0.7, 0.3);
        var random = new RandomStream(1);
        double sum = 0, seen = 0, squares = 0, others = 0;
        const int Rows = 200_000;
        for (int i = 0; i < Rows; i++)
        {
            double x = random.NextNormal(), y = correlation * x + Math.Sqrt(1 - correlation * correlation) * random.NextNormal();
            double a = (double)fine.Scores[fine.CellAt(x)] / CopulaMargin.Unit;
            double b = (double)coarse.Scores[coarse.CellAt(y)] / CopulaMargin.Unit;
            (sum, seen, squares, others) = (sum + a * b, seen + b, squares + a * a, others + b * b);
        }
        double found = CorrelationMatrix.Solve(fine.Hermite(40), coarse.Hermite(40), sum / Rows);
        Assert.Equal(correlation, found, 0.01);
        Assert.Equal(0, fine.Hermite(1)[0], 0.01);
        Assert.Equal(seen / Rows, coarse.Hermite(1)[0], 0.005);
    }

    [Fact]
    public void Steps_are_as_long_as_their_cells_are_frequent()
    {
        CopulaMargin names = Margin(0.2, 0.5, 0.3); // in the order 1, 2, 0
        Assert.Equal([1, 2, 0], new[] { -1.0, 0.5, 1.0 }.Select(names.CellAt));
        Assert.Equal(Math.Round(NormalQuantile.Of(0.25) * CopulaMargin.Unit), names.Scores[1]);
        Assert.Equal(NormalQuantile.Of(0.9), names.Within(0, 0.5), 1e-12);
        var numbers = new CopulaMargin([0.5, 0.3, 0.2], isNumeric: true, missing: true);
        Assert.Equal(2, numbers.CellAt(-1)); // missing cells lie below all numbers
    }

    [Fact]
    public void Contradicting_correlations_are_repaired_and_others_left()
    {
        double[,] fine = { { 1, 0.5, 0.2 }, { 0.5, 1, 0.1 }, { 0.2, 0.1, 1 } };
        Assert.Same(fine, CorrelationMatrix.Repair(fine));
        double[,] wrong = { { 1, 0.9, -0.9 }, { 0.9, 1, 0.9 }, { -0.9, 0.9, 1 } }, right = CorrelationMatrix.Repair(wrong);
        Assert.True(CorrelationMatrix.Eigen(wrong).Values.Min() < -0.5);
        Assert.True(CorrelationMatrix.Eigen(right).Values.Min() > 1e-4);
        Assert.Equal((1, 1, 1), (right[0, 0], right[1, 1], right[2, 2]));
        Assert.True(right[0, 1] > 0.3 && right[0, 2] < -0.3);
        double[,] factor = CorrelationMatrix.Factor(right, [2, 0, 1]);
        Assert.Equal(right[2, 1], Enumerable.Range(0, 3).Sum(k => factor[0, k] * factor[2, k]), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(123_456_789_012)]
    [InlineData(-281_474_976_710_655)]
    public void A_sum_of_products_survives_as_small_whole_numbers_of_many_sites(long sum)
    {
        float[] limbs = new float[CopulaScores.Limbs];
        CopulaScores.Split(sum, limbs);
        Assert.All(limbs, limb => Assert.True(Math.Abs(limb) < 4096 && float.IsInteger(limb)));
        Assert.Equal(1000.0 * sum, CopulaScores.Join([.. limbs.Select(limb => 1000.0 * limb)]));
        Assert.Throws<InvalidDataException>(() => CopulaScores.Split(1L << 48, limbs));
    }

    [Fact]
    public void Rows_have_the_columns_and_the_dependence_of_those_that_were_counted_and_what_is_asked_for()
    {
        TableData real = Rows(20_000);
        ITableGenerator generator = Fit(real);
        TableData drawn = generator.Sample(20_000, [], new RandomStream(2));
        Assert.Equal(Mean(real, row => real[row, 0]), Mean(drawn, row => drawn[row, 0]), 0.1);
        Assert.Equal(Share(real, row => float.IsNaN(real[row, 1])), Share(drawn, row => float.IsNaN(drawn[row, 1])), 0.02);
        foreach (float name in (float[])[0, 1, 2])
            Assert.Equal(Share(real, row => real[row, 2] == name), Share(drawn, row => drawn[row, 2] == name), 0.02);
        Assert.Equal(Mean(real, row => real[row, 0] * real[row, 2]), Mean(drawn, row => drawn[row, 0] * drawn[row, 2]), 0.15);

        // What is asked for is as those rows are that have it among all that are drawn.
        TableData high = generator.Sample(3000, [(2, 2), (0, 7)], new RandomStream(3));
        Assert.All(Enumerable.Range(0, 3000), row => Assert.Equal((2f, 7f), (high[row, 2], high[row, 0])));
        int[] same = [.. Enumerable.Range(0, drawn.Count).Where(row => drawn[row, 2] == 2 && drawn[row, 0] == 7)];
        Assert.True(same.Length > 300);
        Assert.Equal(same.Average(row => float.IsNaN(drawn[row, 1]) ? -1 : drawn[row, 1]),
            Mean(high, row => float.IsNaN(high[row, 1]) ? -1 : high[row, 1]), 0.4);
        Assert.Throws<DataException>(() => generator.Sample(1, [(0, 7), (0, 6)], new RandomStream(1)));
    }

    [Fact]
    public void No_row_changes_the_sums_by_more_than_the_sensitivity_and_the_farthest_nearly_does()
    {
        CopulaScores scores = Scores(Rows(500), out _);
        double most = 0;
        long[] sums = new long[scores.Pairs];
        for (int x = 0; x < 10; x++)
            for (int y = 0; y < 11; y++)
                for (int c = 0; c < 3; c++)
                {
                    Array.Clear(sums);
                    scores.Add([x, y, c], sums);
                    most = Math.Max(most, Math.Sqrt(sums.Sum(sum => (double)sum * sum)));
                }
        Assert.Equal(scores.Sensitivity, most, 1e-6 * most);
    }

    private static ITableGenerator Fit(TableData rows)
    {
        CopulaScores scores = Scores(rows, out CopulaModel model);
        long[] sums = new long[scores.Pairs];
        TableCells cells = model.Histogram.Cells;
        for (int row = 0; row < rows.Count; row++)
            scores.Add([.. Enumerable.Range(0, 3).Select(column => cells.CellOf(column, rows[row, column]))], sums);
        ParameterSet set = model.Parameters.ToSet();
        for (int pair = 0; pair < sums.Length; pair++)
            set[CopulaModel.Products][pair] = (float)(sums[pair] / CopulaScores.Unit / rows.Count);
        model.Parameters.Load(set);
        return model.Generator;
    }

    private static CopulaScores Scores(TableData rows, out CopulaModel model)
    {
        model = CopulaModel.Build(new Copula(), _shape, 1, new RandomStream(0));
        ParameterSet set = model.Parameters.ToSet();
        TableCells cells = model.Histogram.Cells;
        for (int row = 0; row < rows.Count; row++)
            for (int column = 0; column < 3; column++)
                set[TableHistogram.Counts][cells.Offsets[column] + cells.CellOf(column, rows[row, column])]++;
        set[TableHistogram.Facts][1] = rows.Count;
        model.Parameters.Load(set);
        return new CopulaScores(model.Histogram, set);
    }

    private static TableData Rows(int count)
    {
        var random = new RandomStream(5);
        var cells = new List<float>();
        for (int i = 0; i < count; i++)
        {
            double z = random.NextNormal(), other = 0.6 * z + 0.8 * random.NextNormal(), third = 0.7 * z + 0.714 * random.NextNormal();
            cells.AddRange([Whole(z), other < -1.2 ? float.NaN : Whole(other), third < 0.2 ? 0 : third < 1 ? 1 : 2]);
        }
        return TableData.Of(_shape, [.. cells]);

        static float Whole(double z) => (float)Math.Clamp(Math.Round(4.5 + 1.8 * z), 0, 9);
    }

    private static double Mean(TableData rows, Func<int, double> value) => Enumerable.Range(0, rows.Count).Average(value);

    private static double Share(TableData rows, Func<int, bool> holds) => Mean(rows, row => holds(row) ? 1 : 0);

    private static CopulaMargin Margin(params double[] probabilities) => new(probabilities, isNumeric: false, missing: false);

    private static CopulaMargin Margin(int steps) => new([.. Enumerable.Repeat(1.0 / steps, steps)], isNumeric: true, missing: false);
}
