using Tributary.Core;

namespace Tributary.Field.Host;

/// <summary>Blobs and drafts whose changes a fuse counts.</summary>
internal sealed class FusedBlobs(IBlobStore blobs, IBlobDrafts drafts, IBlobIntake intake, Fuse fuse) : IBlobStore, IBlobDrafts, IBlobIntake
{
    public async ValueTask PutAsync(BlobId id, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        int number = fuse.Before("put");
        await blobs.PutAsync(id, content, cancellation);
        fuse.After("put", number);
    }

    public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId blob, CancellationToken cancellation = default) =>
        blobs.GetAsync(blob, cancellation);

    public ValueTask<int> ReadAsync(BlobId blob, long offset, Memory<byte> part, CancellationToken cancellation = default) =>
        blobs.ReadAsync(blob, offset, part, cancellation);

    public ValueTask<long?> StatAsync(BlobId blob, CancellationToken cancellation = default) => blobs.StatAsync(blob, cancellation);

    public async ValueTask DeleteAsync(BlobId blob, CancellationToken cancellation = default)
    {
        int number = fuse.Before("delete");
        await blobs.DeleteAsync(blob, cancellation);
        fuse.After("delete", number);
    }

    public ValueTask<long> LengthAsync(string draft, CancellationToken cancellation = default) => drafts.LengthAsync(draft, cancellation);

    public async ValueTask<long> AppendAsync(
        string draft, long offset, ReadOnlyMemory<byte> piece, CancellationToken cancellation = default)
    {
        int number = fuse.Before("append");
        long length = await drafts.AppendAsync(draft, offset, piece, cancellation);
        fuse.After("append", number);
        return length;
    }

    public async ValueTask<bool> SealAsync(string draft, BlobId blob, CancellationToken cancellation = default)
    {
        int number = fuse.Before("seal");
        bool whole = await drafts.SealAsync(draft, blob, cancellation);
        fuse.After("seal", number);
        return whole;
    }

    public ValueTask DiscardAsync(string draft, CancellationToken cancellation = default) => drafts.DiscardAsync(draft, cancellation);

    public ValueTask<IReadOnlyList<string>> StaleAsync(DateTimeOffset before, CancellationToken cancellation = default) =>
        drafts.StaleAsync(before, cancellation);

    public async ValueTask<IIncomingBlob> BeginAsync(long length, CancellationToken cancellation = default) =>
        new FusedIncomingBlob(await intake.BeginAsync(length, cancellation), fuse);
}
