using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What both halves of a stage know about a round.</summary>
/// <param name="Round">Which round.</param>
/// <param name="Groups">The invited clients, divided.</param>
/// <param name="Seed">A number all parties of the round share and nobody keeps secret: seeded sparsity and rotations start from it.</param>
public sealed record RoundContext(RoundId Round, IReadOnlyList<Group> Groups, ulong Seed)
{
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

    /// <summary>A public stream for one stage, the same at every party.</summary>
    public RandomStream Shared(string stage) => new RandomStream(Seed).Derive(stage);
}
