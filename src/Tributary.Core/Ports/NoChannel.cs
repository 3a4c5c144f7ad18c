namespace Tributary.Core;

/// <summary>The channel of a round whose parties have nothing to tell each other.</summary>
internal sealed class NoChannel : IRoundChannel
{
    public static NoChannel Instance { get; } = new();

    /// <exception cref="InvalidOperationException">Always.</exception>
    public ValueTask PostAsync(IReadOnlyList<RoundMessage> messages, CancellationToken cancellation = default) => throw Missing();

    /// <exception cref="InvalidOperationException">Always.</exception>
    public ValueTask<IReadOnlyList<RoundMessage>> ReadAsync(
        RoundId round, string stage, ClientId to, CancellationToken cancellation = default) => throw Missing();

    private static InvalidOperationException Missing() =>
        new("A stage of this round exchanges messages, and the round has no channel. Give the run's setup one.");
}
