namespace Tributary.Core;

/// <summary>What one party of a round tells another.</summary>
/// <param name="Round">The round.</param>
/// <param name="Stage">The stage whose halves speak with each other.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom: a client of the round, or <see cref="Coordinator"/>.</param>
/// <param name="Body">The content; nobody may change it.</param>
public sealed record RoundMessage(RoundId Round, string Stage, ClientId From, ClientId To, ReadOnlyMemory<byte> Body)
{
    /// <summary>The coordinator as a party: no client can be called so.</summary>
    public static ClientId Coordinator { get; } = new("@coordinator");
}
