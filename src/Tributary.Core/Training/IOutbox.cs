namespace Tributary.Core;

/// <summary>
/// Updates that a client has encoded and whose receipt it has not seen. They are kept before their first byte is sent, so that a client
/// that
/// was killed sends the same bytes again.
/// </summary>
public interface IOutbox
{
    /// <summary>The updates kept, oldest first.</summary>
    IAsyncEnumerable<EncodedUpdate> ReadAsync(CancellationToken cancellation = default);

    /// <summary>Keeps an update; it is durable when this returns.</summary>
    ValueTask PutAsync(EncodedUpdate update, CancellationToken cancellation = default);

    /// <summary>Forgets the update of a round, because this is what became of it.</summary>
    ValueTask RemoveAsync(RoundId round, Receipt receipt, CancellationToken cancellation = default);
}
