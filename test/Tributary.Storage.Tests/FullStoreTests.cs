using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class FullStoreTests : IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task What_has_no_room_is_refused_whole_and_the_store_goes_on_when_there_is_room()
    {
        SqliteStore store = _stores.Open(options: new SqliteStoreOptions { LargestFile = 2 << 20 });
        var blobs = new SqliteBlobStore(store);
        var kept = new List<byte[]>();
        string? code = null;
        for (int i = 0; code is null; i++)
        {
            byte[] content = Bytes.Numbered(i, 300_000);
            try
            {
                await blobs.PutAsync(BlobId.Of(content), content);
                kept.Add(content);
            }
            catch (StorageException e)
            {
                code = e.Code;
                Assert.Null(await blobs.StatAsync(BlobId.Of(content)));
            }
        }
        Assert.Equal(ProblemCodes.StorageFull, code);
        Assert.InRange(kept.Count, 5, 6);
        foreach (byte[] content in kept) Assert.Equal(content, (await blobs.GetAsync(BlobId.Of(content))).ToArray());
        Assert.Equal(1, await Stores.Log(store).AppendAsync("run", 0, [Stores.Event(0)])); // what is small still fits

        await blobs.DeleteAsync(BlobId.Of(kept[0]));
        byte[] late = Bytes.Numbered(-1, 300_000);
        await blobs.PutAsync(BlobId.Of(late), late);
        Assert.Equal(late, (await blobs.GetAsync(BlobId.Of(late))).ToArray());
    }

    [Fact]
    public async Task Of_operations_in_one_commit_only_those_without_room_fail()
    {
        SqliteStore store = _stores.Open(options: new SqliteStoreOptions { LargestFile = 2 << 20 });
        var blobs = new SqliteBlobStore(store);
        SqliteEventLog<RunEvent> log = Stores.Log(store);
        byte[] large = Bytes.Numbered(1, 5 << 20), small = Bytes.Numbered(2, 100_000);
        Task puttingLarge, puttingSmall;
        Task<long> first, last;
        using (WriterAtRest rest = await WriterAtRest.OfAsync(store))
        {
            first = log.AppendAsync("run", 0, [Stores.Event(0)]).AsTask();
            puttingLarge = blobs.PutAsync(BlobId.Of(large), large).AsTask();
            puttingSmall = blobs.PutAsync(BlobId.Of(small), small).AsTask();
            last = log.AppendAsync("run", 1, [Stores.Event(1)]).AsTask();
            await rest.EndAsync();
        }
        Assert.Equal(ProblemCodes.StorageFull, await Stores.CodeAsync(() => puttingLarge));
        await puttingSmall;
        Assert.Equal((1, 2), (await first, await last));
        Assert.Null(await blobs.StatAsync(BlobId.Of(large)));
        Assert.Equal(small, (await blobs.GetAsync(BlobId.Of(small))).ToArray());
    }
}
