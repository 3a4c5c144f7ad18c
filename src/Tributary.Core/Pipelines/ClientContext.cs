using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What the client half of a stage knows.</summary>
/// <param name="Client">Who.</param>
/// <param name="Round">The round it takes part in.</param>
/// <param name="Memory">What this client keeps between rounds.</param>
/// <param name="Random">The client's own stream for stochastic rounding and the like; not for secrets.</param>
public sealed record ClientContext(ClientId Client, RoundContext Round, ClientMemory Memory, RandomStream Random)
{
    /// <summary>What the client keeps for the whole run, written once.</summary>
    public ISafe Safe { get; init; } = new MemorySafe();

    /// <summary>
    /// The clients of its group that are asked the same with it, in order of invitation: where steps came before, those that answered them.
    /// </summary>
    public IReadOnlyList<ClientId> Asked { get; init; } = Round.GroupOf(Client).Members;
}
