using System.Collections.Immutable;
using Tributary.Core;

namespace Tributary.Agent;

/// <summary>Everything an agent knows: a pure fold over its journal.</summary>
public sealed record AgentState
{
    /// <summary>An agent before its first event.</summary>
    public static AgentState Empty { get; } = new();

    /// <summary>The runs that were offered, by name.</summary>
    public ImmutableSortedDictionary<string, MemberState> Runs { get; init; } =
        ImmutableSortedDictionary.Create<string, MemberState>(StringComparer.Ordinal);

    /// <summary>Every blob that is still needed.</summary>
    public IEnumerable<BlobId> Blobs => Runs.Values.SelectMany(run => run.Blobs);

    /// <summary>The agent after one more event.</summary>
    /// <exception cref="InvalidDataException">The event is of a run that was never offered.</exception>
    public AgentState Apply(AgentEvent e) => this with
    {
        Runs = Runs.SetItem(e.Run, e switch
        {
            JobSeen seen => new MemberState(seen.Run, seen.Job, seen.JobText, seen.ModelFile, seen.Number)
            {
                // What was told stays told, whatever the coordinator begins anew.
                Reserved = Runs.GetValueOrDefault(seen.Run)?.Reserved ?? ImmutableSortedDictionary<int, DpEvent>.Empty,
                People = Runs.GetValueOrDefault(seen.Run)?.People ?? ImmutableSortedDictionary<int, BlobId>.Empty,
            },
            _ when Runs.TryGetValue(e.Run, out MemberState? run) => run.Apply(e),
            _ => throw new InvalidDataException(
                $"The journal speaks of the run '{e.Run}', which it never saw offered: it is not complete. " +
                "Restore the folder from a backup."),
        }),
    };
}
