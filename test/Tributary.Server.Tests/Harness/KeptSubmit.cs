using Tributary.Core;

namespace Tributary.Server.Tests;

/// <summary>A coordinator to which an update is not sent on.</summary>
internal sealed class KeptSubmit(ICoordinator inner) : ICoordinator
{
    public byte[]? Body { get; private set; }

    public ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default) => inner.CheckInAsync(client, cancellation);

    public ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default) => inner.FetchAsync(blob, cancellation);

    public ValueTask<Receipt> SubmitAsync(RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        Body = body.ToArray();
        return new(new Receipt(BlobId.Of(Body), Accepted: false, DropReason.Unavailable));
    }

    public ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default) => default;
}
