using System.Collections.Immutable;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What both halves of a stage know about a round.</summary>
/// <param name="Round">Which round.</param>
/// <param name="Groups">The invited clients, divided.</param>
/// <param name="Seed">A number all parties of the round share and nobody keeps secret: seeded sparsity and rotations start from it.</param>
public sealed record RoundContext(RoundId Round, IReadOnlyList<Group> Groups, ulong Seed)
{
    /// <summary>
    /// How many clients the selector expected to draw, where it draws each by a coin of its own: a number that no client changes.
    /// </summary>
    public double? Expected { get; init; }

    /// <summary>What the stages left for this round when an earlier one ended, by name.</summary>
    public IReadOnlyDictionary<string, double> State { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>
    /// What stands in for secret random bits where a simulation must be repeatable; null everywhere else. Noise from it hides nothing.
    /// </summary>
    public RandomStream? Rehearsal { get; init; }

    /// <summary>What the coordinator alone knows of the run; null for everybody else, and where no stage needs it.</summary>
    public RunSecret? Secret { get; init; }

    /// <summary>Carries messages between the parties of the round.</summary>
    public IRoundChannel Channel { get; init; } = NoChannel.Instance;

    /// <summary>
    /// The public key that messages to a client are sealed to, or null where it has told none. It is known to be the client's own: whoever
    /// makes the context has checked that.
    /// </summary>
    public Func<ClientId, ReadOnlyMemory<byte>?> KeyOf { get; init; } = _ => null;

    /// <summary>The group that a client is in.</summary>
    /// <exception cref="InvalidOperationException">It is in none.</exception>
    public Group GroupOf(ClientId client) => Groups.First(group => group.Members.Contains(client));

    /// <summary>The <see cref="Seed"/> of a round of a run.</summary>
    /// <param name="run">The seed of the run's job.</param>
    /// <param name="round">The round's number.</param>
    public static ulong SeedOf(ulong run, int round) => new RandomStream(run).Derive("round", round).NextUInt64();

    /// <summary>A public stream for one stage, the same at every party.</summary>
    public RandomStream Shared(string stage) => new RandomStream(Seed).Derive(stage);
}
