using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class SqliteBlobStoreTests : BlobStoreTests, IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    protected override IBlobStore Create() => new SqliteBlobStore(_stores.Open());

    [Fact]
    public async Task Putting_what_is_there_writes_nothing()
    {
        SqliteStore store = _stores.Open();
        var blobs = new SqliteBlobStore(store);
        byte[] content = Bytes.Numbered(1, 1000);
        await blobs.PutAsync(BlobId.Of(content), content);
        StorageCounters before = store.Counters;
        await blobs.PutAsync(BlobId.Of(content), content);
        Assert.Equal(before, store.Counters);
    }

    [Fact]
    public async Task Room_of_what_was_deleted_is_used_again()
    {
        SqliteStore store = _stores.Open(options: new SqliteStoreOptions { LargestFile = 26 << 20 });
        var blobs = new SqliteBlobStore(store);
        for (int i = 0; i < 4; i++) // more than a step of freeing, and far more than the bound in all
        {
            byte[] content = Bytes.Numbered(i, 17 << 20);
            await blobs.PutAsync(BlobId.Of(content), content);
            await blobs.DeleteAsync(BlobId.Of(content));
        }
        Assert.InRange(new FileInfo(store.Path).Length, 0, 26 << 20);
    }
}
