namespace Tributary.Models;

/// <summary>
/// Cells of a column put together for marginals: numbers in groups of about as many rows, rare names in one group.
/// </summary>
/// <param name="GroupOf">The group of every cell, from 0.</param>
/// <param name="Count">The number of groups.</param>
/// <param name="Shares">What part of its group's rows every cell has.</param>
public sealed record ColumnGroups(int[] GroupOf, int Count, double[] Shares)
{
    private const double Certain = 5, Informative = 8, Rare = 3; // in standard deviations of the noise

    /// <summary>Groups of a column of names: each by itself, and in one those with no more rows than noise alone would give.</summary>
    /// <param name="counts">Rows of every cell, with noise of <paramref name="sigma"/>.</param>
    /// <param name="sigma">The standard deviation of the noise, zero for none.</param>
    /// <param name="keepsAll">Whether rare names stay by themselves too, as a label's do.</param>
    public static ColumnGroups OfNames(ReadOnlySpan<float> counts, double sigma, bool keepsAll)
    {
        int[] groups = new int[counts.Length];
        int next = 0, rare = -1;
        for (int cell = 0; cell < groups.Length; cell++)
            if (keepsAll || counts[cell] > Rare * sigma) groups[cell] = next++;
            else groups[cell] = rare < 0 ? rare = next++ : rare;
        return Of(groups, next, [.. counts.ToArray().Select(count => Math.Max(0.0, count))]);
    }

    /// <summary>Groups of a column of numbers: cells with many rows by themselves, the rest in parts of about as many rows.</summary>
    /// <param name="counts">
    /// Rows of every cell, with noise of <paramref name="sigma"/>; the last one of missing cells where there are some.
    /// </param>
    /// <param name="sigma">The standard deviation of the noise, zero for none.</param>
    /// <param name="most">The most groups of numbers, at least one.</param>
    /// <param name="missing">Whether the last cell counts missing ones, which are a group by themselves.</param>
    public static ColumnGroups OfNumbers(ReadOnlySpan<float> counts, double sigma, int most, bool missing)
    {
        int numbers = counts.Length - (missing ? 1 : 0);
        double[] rows = new double[counts.Length];
        Smooth(counts[..numbers], Math.Max(1, sigma), rows); // a cell of few rows gives those away, also where nothing is promised
        if (missing) rows[^1] = Math.Max(0, counts[^1]);
        int[] groups = new int[counts.Length];
        int next = Divide(rows.AsSpan(0, numbers), sigma, most, groups);
        if (missing) groups[^1] = next++;
        return Of(groups, next, rows);
    }

    /// <summary>Estimates of the rows without the noise: what noise hides, and cells of a few rows, are spread evenly.</summary>
    private static void Smooth(ReadOnlySpan<float> counts, double sigma, Span<double> rows)
    {
        double[] rest = new double[counts.Length];
        for (int cell = 0; cell < counts.Length; cell++)
            if (counts[cell] > Certain * sigma) rows[cell] = counts[cell];
            else rest[cell] = counts[cell];
        Spread(rest, rows, sigma);
    }

    private static void Spread(ReadOnlySpan<double> rest, Span<double> rows, double sigma)
    {
        double sum = 0;
        foreach (double value in rest) sum += value;
        if (rest.Length > 1 && sum > Informative * sigma * Math.Sqrt(rest.Length))
        {
            int half = rest.Length / 2;
            Spread(rest[..half], rows[..half], sigma);
            Spread(rest[half..], rows[half..], sigma);
            return;
        }
        int free = 0;
        foreach (double row in rows) free += row == 0 ? 1 : 0;
        if (sum <= 0 || free == 0) return;
        foreach (ref double row in rows)
            if (row == 0) row = sum / free;
    }

    /// <summary>Gives every cell a group.</summary>
    /// <returns>The number of groups.</returns>
    private static int Divide(ReadOnlySpan<double> rows, double sigma, int most, Span<int> groups)
    {
        double left = 0;
        foreach (double row in rows) left += row;
        // Two columns make as many cells as groups times groups: more than this, and cells of a pair hold a row or two each.
        double enough = Math.Min(Math.Sqrt(left) / 2, sigma > 0 ? left / (Informative * sigma) : most);
        int free = Math.Max(1, Math.Min(most, (int)enough)), next = 0;
        bool[] alone = new bool[rows.Length];
        for (bool found = true; found && free > 1;)
        {
            found = false;
            for (int cell = 0; cell < rows.Length && free > 1; cell++)
            {
                if (alone[cell] || rows[cell] <= left / free || rows[cell] == 0) continue;
                (alone[cell], found) = (true, true);
                groups[cell] = next++;
                left -= rows[cell];
                free--;
            }
        }
        double each = left / free, sum = 0;
        int first = next;
        for (int cell = 0; cell < rows.Length; cell++)
        {
            if (alone[cell]) continue;
            int part = each > 0 ? (int)Math.Min(free - 1, (sum + 0.5 * rows[cell]) / each) : 0;
            groups[cell] = first + part;
            sum += rows[cell];
            next = Math.Max(next, first + part + 1);
        }
        return next;
    }

    private static ColumnGroups Of(int[] groups, int count, double[] rows)
    {
        double[] sums = new double[count], members = new double[count];
        for (int cell = 0; cell < groups.Length; cell++)
        {
            sums[groups[cell]] += rows[cell];
            members[groups[cell]]++;
        }
        return new ColumnGroups(groups, count,
            [.. groups.Select((group, cell) => sums[group] > 0 ? rows[cell] / sums[group] : 1 / members[group])]);
    }
}
