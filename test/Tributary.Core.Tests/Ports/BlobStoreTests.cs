namespace Tributary.Core.Tests;

/// <summary>What every blob store does; a store's tests inherit this.</summary>
public abstract class BlobStoreTests
{
    protected abstract IBlobStore Create();

    [Fact]
    public async Task Gives_back_what_was_put_under_the_digest_of_its_content()
    {
        IBlobStore store = Create();
        byte[] content = [1, 2, 3];
        BlobId id = await store.PutAsync(content);
        Assert.Equal(BlobId.Of(content), id);
        content[0] = 9; // the store keeps a copy
        Assert.Equal([1, 2, 3], (await store.GetAsync(id)).ToArray());
        Assert.Equal(3, await store.StatAsync(id));
    }

    [Fact]
    public async Task What_is_given_away_lies_under_its_digest_too()
    {
        IBlobStore store = Create();
        BlobId id = await store.GiveAsync(new byte[] { 1, 2, 3 });
        Assert.Equal(BlobId.Of([1, 2, 3]), id);
        Assert.Equal([1, 2, 3], (await store.GetAsync(id)).ToArray());
        Assert.Equal(3, await store.StatAsync(id));
        Assert.Equal(id, await store.PutAsync(new byte[] { 1, 2, 3 }));
    }

    [Fact]
    public async Task The_same_content_twice_is_one_blob()
    {
        IBlobStore store = Create();
        Assert.Equal(await store.PutAsync(new byte[] { 4, 5 }), await store.PutAsync(new byte[] { 4, 5 }));
    }

    [Fact]
    public async Task Keeps_an_empty_blob()
    {
        IBlobStore store = Create();
        BlobId id = await store.PutAsync(ReadOnlyMemory<byte>.Empty);
        Assert.Equal(0, await store.StatAsync(id));
        Assert.Empty((await store.GetAsync(id)).ToArray());
    }

    [Fact]
    public async Task Forgets_what_is_deleted_and_nothing_else()
    {
        IBlobStore store = Create();
        BlobId gone = await store.PutAsync(new byte[] { 6 }), stays = await store.PutAsync(new byte[] { 7 });
        await store.DeleteAsync(gone);
        await store.DeleteAsync(gone);
        Assert.Null(await store.StatAsync(gone));
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await store.GetAsync(gone));
        Assert.Equal([7], (await store.GetAsync(stays)).ToArray());
    }
}
