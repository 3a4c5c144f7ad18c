namespace Tributary.Training;

/// <summary>Counts rows that are left out, by column and reason.</summary>
internal sealed class FaultCounts
{
    private readonly Dictionary<(string Column, RowFault Fault), (int Count, List<int> FirstLines)> _counts = [];

    /// <summary>Counts a row.</summary>
    public void Add(string column, RowFault fault, int line)
    {
        (int count, List<int> lines) = _counts.GetValueOrDefault((column, fault), (0, []));
        if (count < RowsLeftOut.MostLines) lines.Add(line);
        _counts[(column, fault)] = (count + 1, lines);
    }

    /// <summary>What was counted, in the order of <paramref name="columns"/>.</summary>
    public RowReport ToReport(int rows, IReadOnlyList<string> columns) => new()
    {
        Rows = rows,
        LeftOut =
        [
            .. from column in columns.Distinct()
               from fault in Enum.GetValues<RowFault>()
               where _counts.ContainsKey((column, fault))
               let counted = _counts[(column, fault)]
               select new RowsLeftOut(column, fault, counted.Count, counted.FirstLines),
        ],
    };
}
