namespace Tributary.Core;

/// <summary>
/// The clients of a round whose updates are added before they are read; without a <see cref="Decoding.Sum"/> stage, one client.
/// </summary>
/// <param name="Number">Counts from zero within the round.</param>
/// <param name="Members">In order of invitation.</param>
public sealed record Group(int Number, IReadOnlyList<ClientId> Members)
{
    /// <summary>Cuts a cohort into groups of <paramref name="size"/>; a remainder joins the last group, so that none is smaller.</summary>
    public static IReadOnlyList<Group> Divide(IReadOnlyList<ClientId> cohort, int size)
    {
        int count = Math.Max(1, cohort.Count / Math.Max(1, size));
        return [.. Enumerable.Range(0, count).Select(number => new Group(
            number, [.. cohort.Skip(number * size).Take(number == count - 1 ? int.MaxValue : size)]))];
    }
}
