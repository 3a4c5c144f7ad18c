namespace Tributary.Models;

/// <summary>Which columns are counted together.</summary>
internal static class MarginalQuestions
{
    /// <summary>All pairs of columns; with a label, all pairs of the others with it.</summary>
    public static IReadOnlyList<int[]> Of(int columns, int label)
    {
        int[] free = [.. Enumerable.Range(0, columns).Where(column => column != label)];
        if (free.Length == 1) return label < 0 ? [free] : [[.. free.Append(label).Order()]];
        return
        [
            .. free.SelectMany((a, i) => free.Skip(i + 1)
                .Select(b => label < 0 ? [a, b] : new[] { a, b, label }.Order().ToArray())),
        ];
    }
}
