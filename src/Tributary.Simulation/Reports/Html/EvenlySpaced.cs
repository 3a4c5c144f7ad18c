namespace Tributary.Simulation;

/// <summary>Some of many, for a page that cannot show all: the first, the last, and others at equal distances between.</summary>
internal static class EvenlySpaced
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int most) => all.Count <= most
        ? all
        : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))])];
}
