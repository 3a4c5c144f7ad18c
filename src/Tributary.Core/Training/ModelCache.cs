using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>The last model that was fetched, parsed: thousands of clients in one process share it.</summary>
/// <param name="layout">The tensors of the job's model.</param>
public sealed class ModelCache(ParameterLayout layout) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private (BlobId Blob, ParameterSet Model)? _last;

    /// <summary>
    /// Whether what arrives is checked against its digest. Only who keeps the models in the same memory, under the digests computed there,
    /// may do without.
    /// </summary>
    public bool ChecksDigests { get; init; } = true;

    /// <summary>The model at an address; not to be changed.</summary>
    /// <exception cref="InvalidDataException">What the coordinator sends is not what the address stands for.</exception>
    /// <exception cref="SafetensorsException">It is not a model of this layout.</exception>
    public async ValueTask<ParameterSet> GetAsync(ICoordinator coordinator, BlobId blob, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_last is { } last && last.Blob == blob) return last.Model;
            ReadOnlyMemory<byte> content = await coordinator.FetchAsync(blob, cancellation);
            if (ChecksDigests && BlobId.Of(content.Span) != blob)
                throw new InvalidDataException(
                    "The model that arrived does not have the digest it was announced with, so it cannot be trusted. Fetch it again.");
            ParameterSet model = ModelCodec.Read(content, layout);
            _last = (blob, model);
            return model;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
