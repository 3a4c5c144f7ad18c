using Tributary.Core;

namespace Tributary.Tests;

/// <summary>What every blob store does; a store's tests inherit this.</summary>
public abstract class BlobStoreTests
{
    /// <summary>Longer than the rows in which any store keeps content, and no multiple of anything.</summary>
    private const int Long = 700_001;

    protected abstract IBlobStore Create();

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
    public async Task The_same_content_twice_is_one_blob()
    {
        IBlobStore store = Create();
        Assert.Equal(await store.PutAsync(new byte[] { 4, 5 }), await store.PutAsync(new byte[] { 4, 5 }));
        byte[] content = Bytes.Numbered(1, Long);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await store.PutAsync(content))));
        await store.DeleteAsync(BlobId.Of(content));
        Assert.Null(await store.StatAsync(BlobId.Of(content)));
    }

    [Fact]
    public async Task Keeps_an_empty_blob()
    {
        IBlobStore store = Create();
        BlobId id = await store.PutAsync(ReadOnlyMemory<byte>.Empty);
        Assert.Equal(0, await store.StatAsync(id));
        Assert.Empty((await store.GetAsync(id)).ToArray());
        Assert.Equal(0, await store.ReadAsync(id, 0, new byte[4]));
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
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await store.ReadAsync(gone, 0, new byte[1]));
        Assert.Equal([7], (await store.GetAsync(stays)).ToArray());
        await store.PutAsync(new byte[] { 6 });
        Assert.Equal([6], (await store.GetAsync(gone)).ToArray());
    }

    [Fact]
    public async Task Reads_any_part_of_a_long_blob()
    {
        IBlobStore store = Create();
        byte[] content = Bytes.Numbered(2, Long);
        BlobId id = await store.PutAsync(content);
        Assert.Equal(content, (await store.GetAsync(id)).ToArray());
        int[] lengths = [0, 1, 2, 4096, 1 << 18, (1 << 18) + 1, Long];
        int[] edges = [0, 1 << 12, 1 << 16, 1 << 18, 2 << 18, Long];
        foreach (int offset in edges.SelectMany(edge => new[] { edge - 1, edge, edge + 1 }).Where(offset => offset is >= 0 and <= Long))
            foreach (int length in lengths)
            {
                byte[] part = new byte[length];
                int read = await store.ReadAsync(id, offset, part);
                Assert.Equal(Math.Min(length, Long - offset), read);
                Assert.True(content.AsSpan(offset, read).SequenceEqual(part.AsSpan(0, read)), $"{length} bytes at {offset} are others.");
                Assert.True(part.AsSpan(read).IndexOfAnyExcept((byte)0) < 0, $"More than {read} bytes at {offset} were written.");
            }
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ReadAsync(id, Long + 1, new byte[1]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ReadAsync(id, -1, new byte[1]));
    }

    [Fact]
    public async Task Keeps_ten_thousand_blobs()
    {
        const int Count = 10_000;
        IBlobStore store = Create();
        static byte[] Content(int i) => Bytes.Numbered(i, 4 + i % 50);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 256 },
            async (i, cancellation) => await store.PutAsync(Content(i), cancellation));
        for (int i = 0; i < Count; i++) Assert.Equal(Content(i), (await store.GetAsync(BlobId.Of(Content(i)))).ToArray());
    }

    [Fact]
    public async Task Is_read_while_it_is_written()
    {
        IBlobStore store = Create();
        byte[] content = Bytes.Numbered(3, Long);
        BlobId id = await store.PutAsync(content);
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 30; i++) await store.DeleteAsync(await store.PutAsync(Bytes.Numbered(100 + i, Long)));
        });
        do Assert.Equal(content, (await store.GetAsync(id)).ToArray());
        while (!writing.IsCompleted);
        await writing;
    }
}
