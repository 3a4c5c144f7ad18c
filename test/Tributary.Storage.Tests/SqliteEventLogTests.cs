using System.Text;
using System.Text.Json;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class SqliteEventLogTests : EventLogTests, IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    protected override IEventLog<RunEvent> Create() => Stores.Log(_stores.Open());

    [Fact]
    public async Task Gives_the_bytes_of_events_as_they_are_stored()
    {
        SqliteEventLog<RunEvent> log = Stores.Log(_stores.Open());
        RunEvent[] events = [Event(1), new RoundClosed(DateTimeOffset.UnixEpoch, new RoundId("ö\u0000\"", 2)), Event(3)];
        await log.AppendAsync("run", 0, events);
        List<ReadOnlyMemory<byte>> stored = await log.ReadBytesAsync("run").ToListAsync();
        Assert.Equal(
            events.Select(happened => JsonSerializer.Serialize(happened, CoreJson.Default.RunEvent)),
            stored.Select(line => Encoding.UTF8.GetString(line.Span)));
        Assert.Equal(stored[1..].Select(line => line.ToArray()), (await log.ReadBytesAsync("run", 1).ToListAsync()).Select(line => line.ToArray()));
    }
}
