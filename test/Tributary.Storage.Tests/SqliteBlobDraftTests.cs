using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class SqliteBlobDraftTests : BlobDraftTests, IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    protected override (IBlobStore Blobs, IBlobDrafts Drafts) Create(TimeProvider clock)
    {
        var store = new SqliteBlobStore(_stores.Open(options: new SqliteStoreOptions { Clock = clock }));
        return (store, store);
    }

    [Fact]
    public async Task Pieces_do_not_wait_for_the_disk_and_the_seal_does()
    {
        SqliteStore store = _stores.Open();
        var blobs = new SqliteBlobStore(store);
        byte[] content = Bytes.Numbered(1, 640_000);
        for (int sent = 0; sent < content.Length; sent += 64_000) await blobs.AppendAsync("site", sent, content.AsMemory(sent, 64_000));
        Assert.Equal((10, 0), (store.Counters.Operations, store.Counters.Syncs));
        Assert.True(await blobs.SealAsync("site", BlobId.Of(content)));
        Assert.Equal((11, 1), (store.Counters.Operations, store.Counters.Syncs));
    }
}
