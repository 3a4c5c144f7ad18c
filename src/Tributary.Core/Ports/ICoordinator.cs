namespace Tributary.Core;

/// <summary>All a client may ask of a coordinator. In-process for simulation, HTTP in the field; other languages speak the same.</summary>
public interface ICoordinator
{
    /// <summary>Asks for work; null when there is none for this client now.</summary>
    ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default);

    /// <summary>The content of a blob that an invitation names.</summary>
    ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default);

    /// <summary>Hands in an encoded update. Handing in the same body again is answered like the first time.</summary>
    ValueTask<Receipt> SubmitAsync(RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default);

    /// <summary>Says that this client will not answer this round.</summary>
    ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default);
}
