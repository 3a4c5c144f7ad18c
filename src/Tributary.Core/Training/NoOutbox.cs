namespace Tributary.Core;

/// <summary>Keeps nothing: for clients that live and die with their coordinator.</summary>
public sealed class NoOutbox : IOutbox
{
    /// <inheritdoc/>
    public IAsyncEnumerable<EncodedUpdate> ReadAsync(CancellationToken cancellation = default) => AsyncEnumerable.Empty<EncodedUpdate>();

    /// <inheritdoc/>
    public ValueTask PutAsync(EncodedUpdate update, CancellationToken cancellation = default) => default;

    /// <inheritdoc/>
    public ValueTask RemoveAsync(RoundId round, Receipt receipt, CancellationToken cancellation = default) => default;
}
