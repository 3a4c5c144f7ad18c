using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class TableCellsTests
{
    private static readonly TableCells _cells = new(
        new TableShape
        {
            Columns =
            [
                new ColumnShape { Name = "age", Minimum = 17, Maximum = 90, Whole = true, Missing = true },
                new ColumnShape { Name = "gain", Minimum = 0, Maximum = 99_999, Whole = true },
                new ColumnShape { Name = "weight", Minimum = -1, Maximum = 2.5 },
                new ColumnShape { Name = "city", Values = ["a", "b"], Missing = true, Other = true },
                new ColumnShape { Name = "one", Minimum = 4, Maximum = 4, Whole = true },
            ],
        },
        resolution: 100);

    [Fact]
    public void A_value_drawn_from_a_cell_lies_in_that_cell()
    {
        var random = new RandomStream(1);
        for (int column = 0; column < _cells.Counts.Length; column++)
            for (int cell = 0; cell < _cells.Counts[column]; cell++)
                for (int draw = 0; draw < 5; draw++)
                    Assert.Equal(cell, _cells.CellOf(column, _cells.Draw(column, cell, random)));
    }

    [Fact]
    public void Whole_numbers_names_and_what_is_missing_have_a_cell_each()
    {
        Assert.Equal([75, 100, 100, 4, 1], _cells.Counts);
        Assert.Equal(74, _cells.CellOf(0, float.NaN));
        Assert.Equal(0, _cells.CellOf(1, 0));
        Assert.Equal(1, _cells.CellOf(1, 1)); // next to nothing is not nothing
        Assert.Equal(99, _cells.CellOf(1, 99_999));
    }

    [Fact]
    public void Numbers_beyond_the_bounds_count_as_the_bound()
    {
        Assert.Equal(_cells.CellOf(0, 90), _cells.CellOf(0, 140));
        Assert.Equal(0, _cells.CellOf(2, -7));
    }
}
