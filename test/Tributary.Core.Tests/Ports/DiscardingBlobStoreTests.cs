namespace Tributary.Core.Tests;

public sealed class DiscardingBlobStoreTests
{
    [Fact]
    public async Task Addresses_content_and_keeps_none()
    {
        IBlobStore store = new DiscardingBlobStore();
        BlobId id = await store.PutAsync(new byte[] { 1 });
        Assert.Equal(BlobId.Of([1]), id);
        Assert.Null(await store.StatAsync(id));
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await store.GetAsync(id));
        await store.DeleteAsync(id);
    }
}
