using System.Diagnostics;
using System.Globalization;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

/// <summary>A process that writes is killed, as by SIGKILL: what it had acknowledged is there, and nothing is in pieces.</summary>
public sealed class KilledProcessTests : IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(75)]
    [InlineData(400)]
    public async Task What_was_acknowledged_is_there(int linesBeforeTheKill)
    {
        List<string[]> lines = await RunAndKillAsync(linesBeforeTheKill);
        Assert.True(lines.Count >= linesBeforeTheKill);
        SqliteStore store = _stores.Open();
        var blobs = new SqliteBlobStore(store);
        foreach (string stream in (string[])["one", "two"])
            await CheckStreamAsync(Stores.Log(store), stream, lines.Where(line => line[0] == "events" && line[1] == stream).Max(line => Number(line[2])) ?? 0);
        foreach (string[] line in lines)
            switch (line[0])
            {
                case "blob" when Number(line[1]) % 3 != 0:
                case "sealed":
                    Assert.Equal(new BlobId(line[2]), BlobId.Of((await blobs.GetAsync(new BlobId(line[2]))).Span));
                    break;
                case "deleted":
                    Assert.Null(await blobs.StatAsync(new BlobId(line[2])));
                    break;
                default:
                    break;
            }
        foreach (IGrouping<string, string[]> draft in lines.Where(line => line[0] == "draft").GroupBy(line => line[1]))
            await CheckDraftAsync(blobs, draft.Key, draft.Max(line => Number(line[2]))!.Value);
        await SqliteStore.RestoreAsync(store.Path, _stores.File("checked.db")); // checks every page
    }

    /// <summary>Every event is whole and in its place; appends were of two.</summary>
    private static async Task CheckStreamAsync(SqliteEventLog<RunEvent> log, string stream, int acknowledged)
    {
        List<RunEvent> events = await log.ReadAsync(stream).ToListAsync();
        Assert.True(events.Count >= acknowledged, $"{acknowledged} events of {stream} were acknowledged, and {events.Count} are there.");
        Assert.Equal(0, events.Count % 2);
        for (int i = 0; i < events.Count; i++)
            Assert.Equal(new RoundClosed(DateTimeOffset.UnixEpoch.AddSeconds(i / 2 * 2), new RoundId(stream, i / 2 * 2)), events[i]);
    }

    /// <summary>A draft is as long as was said, or longer, or has become its blob; its bytes are the right ones.</summary>
    private static async Task CheckDraftAsync(SqliteBlobStore blobs, string draft, int acknowledged)
    {
        byte[] content = Bytes.Numbered(-1 - int.Parse(draft, CultureInfo.InvariantCulture), 200_000);
        if (await blobs.StatAsync(BlobId.Of(content)) is not null) return;
        int length = (int)await blobs.LengthAsync($"draft {draft}");
        Assert.InRange(length, acknowledged, content.Length);
        Assert.True(await blobs.SealAsync($"draft {draft}", BlobId.Of(content.AsSpan(0, length))));
    }

    private async Task<List<string[]>> RunAndKillAsync(int linesBeforeTheKill)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Tributary.Storage.Writer.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, _stores.File()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var text = new System.Text.StringBuilder();
        for (int lines = 0; lines < linesBeforeTheKill; lines++)
            text.Append(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The writer ended.")).Append('\n');
        process.Kill();
        text.Append(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        // What follows the last line end was not said to its end.
        return [.. text.ToString().Split('\n')[..^1].Select(line => line.TrimEnd('\r').Split(' '))];
    }

    private static int? Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
