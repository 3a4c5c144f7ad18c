namespace Tributary.Core;

/// <summary>
/// Messages that the parties of a round leave for each other, by stage. The coordinator carries them: what it must not read is sealed.
/// </summary>
public interface IRoundChannel
{
    /// <summary>Leaves messages of one round; they are durable when this returns, and the same one again is there once.</summary>
    ValueTask PostAsync(IReadOnlyList<RoundMessage> messages, CancellationToken cancellation = default);

    /// <summary>The messages of a stage to a party, oldest first.</summary>
    ValueTask<IReadOnlyList<RoundMessage>> ReadAsync(RoundId round, string stage, ClientId to, CancellationToken cancellation = default);
}
