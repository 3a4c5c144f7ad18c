using System.Buffers;
using Tributary.Core;

namespace Tributary.Field.Host;

/// <summary>Content on its way in whose keeping a fuse counts.</summary>
internal sealed class FusedIncomingBlob(IIncomingBlob incoming, Fuse fuse) : IIncomingBlob
{
    public long Length => incoming.Length;

    public void Add(in ReadOnlySequence<byte> bytes) => incoming.Add(bytes);

    public async ValueTask KeepAsync(BlobId blob, CancellationToken cancellation = default)
    {
        int number = fuse.Before("put");
        await incoming.KeepAsync(blob, cancellation);
        fuse.After("put", number);
    }

    public async ValueTask<long> AppendAsync(string draft, long offset, CancellationToken cancellation = default)
    {
        int number = fuse.Before("append");
        long length = await incoming.AppendAsync(draft, offset, cancellation);
        fuse.After("append", number);
        return length;
    }

    public void Dispose() => incoming.Dispose();
}
