using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Whom a round invites.</summary>
internal static class Cohort
{
    /// <summary>
    /// The clients that the selector chooses, then as many others as the pacing invites beyond them; a pure function of the seed.
    /// </summary>
    public static (IReadOnlyList<ClientId> Clients, int Wanted) Select(
        Question question, IReadOnlyList<ClientId> registered, int round, ulong seed)
    {
        RandomStream random = new RandomStream(seed).Derive("select", round);
        IReadOnlyList<ClientId> chosen = question.Selector.Select(registered, round, random);
        int more = Math.Min(question.Pacing.Invite(chosen.Count), registered.Count) - chosen.Count;
        if (more <= 0) return (chosen, chosen.Count);
        ClientId[] others = [.. registered.Except(chosen).OrderBy(client => client.Value, StringComparer.Ordinal)];
        random.Derive("over-selection").Shuffle(others.AsSpan());
        return ([.. chosen, .. others[..more]], chosen.Count);
    }
}
