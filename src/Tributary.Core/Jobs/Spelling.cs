namespace Tributary.Core;

/// <summary>Guesses which name was meant.</summary>
internal static class Spelling
{
    /// <summary>A sentence that names the likely ones of <paramref name="known"/>, or all of them where none is near.</summary>
    public static string Suggest(string written, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        string[] near = [.. names.Select(name => (name, distance: Distance(written, name)))
            .Where(guess => guess.distance <= Math.Max(1, guess.name.Length / 3))
            .OrderBy(guess => guess.distance)
            .Select(guess => guess.name)
            .Take(3)];
        string all = names.Length == 0 ? "There are none." : $"Known: {List(names, ", ")}.";
        return near.Length == 0 ? all : $"Did you mean {List(near, " or ")}? {all}";
    }

    private static string List(string[] names, string separator) => string.Join(separator, names.Select(name => $"'{name}'"));

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours between two words, ignoring case.</summary>
    /// <remarks>
    /// Damerau: A technique for computer detection and correction of spelling errors. CACM 7(3), 1964 (optimal string alignment).
    /// </remarks>
    private static int Distance(string left, string right)
    {
        (left, right) = (left.ToLowerInvariant(), right.ToLowerInvariant());
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= right.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= left.Length; i++)
            for (int j = 1; j <= right.Length; j++)
            {
                int substitute = cost[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(substitute, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        return cost[left.Length, right.Length];
    }
}
