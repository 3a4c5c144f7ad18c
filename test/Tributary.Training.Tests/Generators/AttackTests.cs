using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training.Tests;

public sealed class AttackTests
{
    private const double Z = 1.96;

    private static readonly TableShape _people = new()
    {
        Columns =
        [
            new ColumnShape { Name = "age", Minimum = 0, Maximum = 100 },
            new ColumnShape { Name = "wage", Minimum = 0, Maximum = 10_000 },
            new ColumnShape { Name = "height", Minimum = 1, Maximum = 2.5 },
            new ColumnShape { Name = "town", Values = [.. Enumerable.Range(0, 40).Select(i => $"town {i}")] },
            new ColumnShape { Name = "work", Values = ["office", "field", "none"] },
            new ColumnShape { Name = "child", Values = ["no", "yes"], Missing = true },
        ],
    };

    private static readonly TableShape _two = new()
    {
        Columns = [new ColumnShape { Name = "x", Minimum = 0, Maximum = 99 }, new ColumnShape { Name = "c", Values = ["a", "b", "d"] }],
    };

    [Fact]
    public void A_generator_that_copies_rows_is_caught_by_every_attack()
    {
        DisclosureRisks found = Measure(copies: true);
        Assert.True(found.SinglingOutByOne.Low > 0.3, $"{found.SinglingOutByOne}");
        Assert.True(found.SinglingOutBySeveral.Low > 0.3, $"{found.SinglingOutBySeveral}");
        Assert.True(found.Linking.Low > 0.3, $"{found.Linking}");
        Assert.All(found.Inference, risk => Assert.True(risk.Low > 0.3, $"{risk}"));
        Assert.All(found.All, one => Assert.True(one.Risk.BeatsGuess));
    }

    [Fact]
    public void Rows_of_the_same_kind_that_are_nobodys_are_no_risk()
    {
        DisclosureRisks found = Measure(copies: false);
        Assert.All(found.All, one => Assert.True(one.Risk.Low == 0, $"{one}"));
        Assert.All(found.Inference, risk => Assert.True(risk.Value < 0.15, $"{risk}"));
    }

    [Fact]
    public void Risks_do_not_depend_on_the_number_of_threads()
    {
        DisclosureRisks one = Measure(copies: true, threads: 1), three = Measure(copies: true, threads: 3);
        Assert.Equal(one.All, three.All);
        Assert.Equal(one.Inference, three.Inference);
    }

    [Fact]
    public void The_interval_is_that_of_wilson_and_the_risk_what_the_control_leaves()
    {
        // 8 of 10 at z = 2: centre (8 + 2) / 14, half-width 2 sqrt(8 * 2 / 10 + 1) / 14.
        var rate = SuccessRate.Of(8, 10, 2);
        Assert.Equal(10.0 / 14, rate.Value, 1e-12);
        Assert.Equal(2 * Math.Sqrt(2.6) / 14, rate.Error, 1e-12);
        Assert.Equal((0.5, 0.5), (SuccessRate.Of(0, 0, 2).Value, SuccessRate.Of(0, 0, 2).Error));

        var risk = new PrivacyRisk(Rate(0.8, 0.03), Rate(0.5, 0.04), Rate(0.1, 0.01));
        Assert.Equal(0.6, risk.Value, 1e-12);
        double error = Math.Sqrt(Math.Pow(0.03 / 0.5, 2) + Math.Pow(0.2 / 0.25 * 0.04, 2));
        Assert.Equal(0.6 - error, risk.Low, 1e-12);
        Assert.Equal(0.6 + error, risk.High, 1e-12);
        Assert.True(risk.BeatsGuess);
        Assert.Equal((0, 0), (new PrivacyRisk(Rate(0.3, 0.01), Rate(0.5, 0.01), Rate(0, 0)).Value,
            new PrivacyRisk(Rate(0.3, 0.01), Rate(0.5, 0.01), Rate(0, 0)).High));

        static SuccessRate Rate(double value, double error) => new(0, 100, value, error);
    }

    [Fact]
    public void Single_values_and_ends_of_a_generated_column_are_tried_on_people()
    {
        // Generated: x = 1, 5, 5, 9 and c = a, a, b, b. Once: x = 1, x = 9; ends: x at most 1, x at least 9. No name occurs once.
        TableData generated = Two(1, 0, 5, 0, 5, 1, 9, 1);
        // Training: x = 1 once, x = 9 twice, at most 1 once, at least 9 twice: two of four are true of just one row.
        TableData training = Two(1, 0, 9, 0, 9, 1, 4, 1);
        // Control: x = 1 twice, x = 9 never, at most 1 twice, at least 9 once (11): one of four.
        TableData control = Two(1, 0, 1, 0, 11, 1, 4, 1);
        PrivacyRisk risk = SinglingOut.ByOneColumn(new AttackTables(training, control, generated), new RandomStream(1), Z);
        Assert.Equal((2, 1, 4), (risk.OnTraining.Successes, risk.OnControl.Successes, risk.OnTraining.Tries));
    }

    [Fact]
    public void A_statement_holds_where_every_condition_does()
    {
        TableData rows = Two(1, 0, 5, 0, 5, 1, float.NaN, 1);
        Assert.Equal(1, Count(new RowCondition(0, 1, 5), new RowCondition(1, 0, 1)));
        Assert.Equal(2, Count(new RowCondition(0, 1, 5)));
        Assert.Equal(1, Count(new RowCondition(0, -1, 4)));
        Assert.Equal(1, Count(new RowCondition(0, 0, float.NaN)));
        Assert.Equal(0, Count(new RowCondition(0, 0, 1), new RowCondition(1, 0, 1)));

        int Count(params RowCondition[] conditions) => new RowPredicate(conditions).CountUpToTwo(rows);
    }

    [Fact]
    public void The_closest_row_is_found_by_some_columns_and_by_all_others()
    {
        var closest = new CellDistances(Two(0, 0, 40, 1, 60, 2));
        float[] person = closest.Cells(Two(45, 2));
        Assert.Equal(1, closest.Closest(person, [0])); // 40 is closest to 45
        Assert.Equal(2, closest.Closest(person, [1])); // the name is that of the last
        Assert.Equal([2, 1], closest.ClosestByOthers(person)); // x by the name, the name by x
    }

    [Fact]
    public void Numbers_are_inferred_within_a_twentieth_and_names_as_they_are()
    {
        TableData generated = Two(20, 0, 40, 1);
        var closest = new CellDistances(generated);
        // By the name a, x is said to be 20: right for 21, not for 22. By x, the name: right for both.
        var tables = new AttackTables(Two(21, 0, 22, 0), Two(22, 0, 38, 1), generated);
        IReadOnlyList<PrivacyRisk> risks = Inference.Measure(tables, closest, new RandomStream(1), Z, threads: 1);
        Assert.Equal((1, 2), (risks[0].OnTraining.Successes, risks[1].OnTraining.Successes));
        Assert.Equal((0, 2), (risks[0].OnControl.Successes, risks[1].OnControl.Successes)); // 40 is more than 5 % from 38
    }

    [Fact]
    public void Cells_that_cannot_be_real_are_counted()
    {
        TableData real = Two(10, 0, 20, 1), generated = Two(9, 0, 10, 2, 15, 1, float.NaN, 1);
        IReadOnlyList<ColumnLikeness> columns = Likeness.Columns(real, generated);
        Assert.Equal((0.5, 0.75), (columns[0].Adherence, columns[1].Adherence)); // 9 and the missing one; the name that never occurs
    }

    private static DisclosureRisks Measure(bool copies, int threads = 2)
    {
        TableData real = People(600, 1), heldOut = People(600, 2);
        TableData generated = copies ? RandomRows.Of(real, 600, new RandomStream(4)) : People(600, 3);
        return DisclosureRisks.Measure(real, heldOut, generated, new RandomStream(7), threads);
    }

    private static TableData Two(params float[] cells) => TableData.Of(_two, cells);

    private static TableData People(int count, ulong seed)
    {
        var random = new RandomStream(seed);
        var cells = new List<float>();
        for (int i = 0; i < count; i++)
        {
            float age = 50 + 15 * (float)random.NextNormal();
            cells.AddRange(
            [
                age, 2000 + 40 * age + 500 * (float)random.NextNormal(), 1.7f + 0.1f * (float)random.NextNormal(), random.NextInt(40),
                random.NextInt(3), random.NextInt(5) == 0 ? float.NaN : random.NextInt(2),
            ]);
        }
        return TableData.Of(_people, [.. cells]);
    }
}
