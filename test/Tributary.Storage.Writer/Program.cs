using Tributary.Core;
using Tributary.Storage;
using Tributary.Tests;

// Writes to the store that is named, from several tasks, and says in a line what has been acknowledged, until it is killed or its input
// ends. The numbers in the lines are enough to make the content again.
await using var store = SqliteStore.Open(args[0]);
var log = new SqliteEventLog<RunEvent>(store, CoreJson.Default.RunEvent);
var blobs = new SqliteBlobStore(store);
var ended = new CancellationTokenSource();
Task[] writers = [Append("one"), Append("two"), Put(), Send()];
await Console.In.ReadToEndAsync();
await ended.CancelAsync();
await Task.WhenAll(writers);

async Task Append(string stream)
{
    for (int i = 0; !ended.IsCancellationRequested; i += 2)
    {
        RunEvent happened = new RoundClosed(DateTimeOffset.UnixEpoch.AddSeconds(i), new RoundId(stream, i));
        await log.AppendAsync(stream, i, [happened, happened]);
        Console.WriteLine($"events {stream} {i + 2}");
    }
}

async Task Put()
{
    for (int i = 0; !ended.IsCancellationRequested; i++)
    {
        byte[] content = Bytes.Numbered(i, 1 + i * 7919 % 600_000);
        BlobId blob = BlobId.Of(content);
        await blobs.PutAsync(blob, content);
        Console.WriteLine($"blob {i} {blob}");
        if (i % 3 != 0) continue; // every third is deleted again
        await blobs.DeleteAsync(blob);
        Console.WriteLine($"deleted {i} {blob}");
    }
}

async Task Send()
{
    for (int i = 0; !ended.IsCancellationRequested; i++)
    {
        byte[] content = Bytes.Numbered(-1 - i, 200_000);
        for (int sent = 0; sent < content.Length; sent += 40_000)
        {
            await blobs.AppendAsync($"draft {i}", sent, content.AsMemory(sent, 40_000));
            Console.WriteLine($"draft {i} {sent + 40_000}");
        }
        if (!await blobs.SealAsync($"draft {i}", BlobId.Of(content))) throw new InvalidOperationException("A whole draft was refused.");
        Console.WriteLine($"sealed {i} {BlobId.Of(content)}");
    }
}
