using Tributary.Core;

namespace Tributary.Tests;

/// <summary>What every event log does; a log's tests inherit this.</summary>
public abstract class EventLogTests
{
    private static readonly RoundId _round = new("run", 1);

    protected abstract IEventLog<RunEvent> Create();

    protected static RunEvent Event(int second) => new RoundClosed(DateTimeOffset.UnixEpoch.AddSeconds(second), _round);

    [Fact]
    public async Task Reads_events_in_the_order_they_were_appended()
    {
        IEventLog<RunEvent> log = Create();
        Assert.Equal(2, await log.AppendAsync("run", 0, [Event(0), Event(1)]));
        Assert.Equal(3, await log.AppendAsync("run", 2, [Event(2)]));
        Assert.Equal([Event(0), Event(1), Event(2)], await log.ReadAsync("run").ToListAsync());
        Assert.Equal([Event(2)], await log.ReadAsync("run", 2).ToListAsync());
        Assert.Empty(await log.ReadAsync("run", 3).ToListAsync());
        Assert.Empty(await log.ReadAsync("run", 4).ToListAsync());
    }

    [Fact]
    public async Task Streams_have_logs_of_their_own_and_their_names_are_told_apart_letter_by_letter()
    {
        IEventLog<RunEvent> log = Create();
        string[] streams = ["run", "Run", "run ", "", "läuft", "r%n", "'; DROP TABLE events; --"];
        for (int i = 0; i < streams.Length; i++) await log.AppendAsync(streams[i], 0, [Event(i)]);
        for (int i = 0; i < streams.Length; i++) Assert.Equal([Event(i)], await log.ReadAsync(streams[i]).ToListAsync());
        Assert.Empty(await log.ReadAsync("third").ToListAsync());
    }

    [Fact]
    public async Task A_writer_that_has_not_seen_everything_is_refused_and_nothing_is_appended()
    {
        IEventLog<RunEvent> log = Create();
        await log.AppendAsync("run", 0, [Event(0)]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync("run", 0, [Event(1)]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync("run", 2, [Event(1), Event(2)]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.AppendAsync("run", 1, []));
        Assert.Equal([Event(0)], await log.ReadAsync("run").ToListAsync());
    }

    [Fact]
    public async Task A_writer_that_is_cancelled_before_it_begins_appends_nothing()
    {
        IEventLog<RunEvent> log = Create();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await log.AppendAsync("run", 0, [Event(0)], new CancellationToken(canceled: true)));
        Assert.Empty(await log.ReadAsync("run").ToListAsync());
    }

    [Fact]
    public async Task Of_two_writers_at_once_one_wins()
    {
        IEventLog<RunEvent> log = Create();
        int refused = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (i, cancellation) =>
        {
            try
            {
                await log.AppendAsync("run", 0, [Event(i)], cancellation);
            }
            catch (InvalidOperationException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        Assert.Equal(7, refused);
        Assert.Single(await log.ReadAsync("run").ToListAsync());
    }

    [Fact]
    public async Task Writers_of_many_streams_do_not_disturb_each_other_and_refusals_touch_nobody_else()
    {
        const int Streams = 24, Appends = 20;
        IEventLog<RunEvent> log = Create();
        int refused = 0;
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(stream => Task.Run(async () =>
        {
            for (int i = 0; i < Appends; i++)
            {
                Task<long> append = log.AppendAsync($"run {stream}", 2 * i, [Event(stream), Event(i)]).AsTask();
                try
                {
                    await log.AppendAsync($"run {stream}", 2 * i + 77, [Event(-1)]);
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refused);
                }
                Assert.Equal(2 * i + 2, await append);
            }
        })));
        Assert.Equal(Streams * Appends, refused);
        for (int stream = 0; stream < Streams; stream++)
            Assert.Equal(
                Enumerable.Range(0, Appends).SelectMany(i => new[] { Event(stream), Event(i) }), await log.ReadAsync($"run {stream}").ToListAsync());
    }

    [Fact]
    public async Task Keeps_large_events_and_appends_of_many()
    {
        IEventLog<RunEvent> log = Create();
        var large = new RoundClosed(DateTimeOffset.UnixEpoch, new RoundId(new string('ö', 3_000_000), 1));
        RunEvent[] many = [.. Enumerable.Range(0, 1000).Select(Event)];
        await log.AppendAsync("run", 0, [large, large]);
        await log.AppendAsync("run", 2, many);
        Assert.Equal([large, large, .. many], await log.ReadAsync("run").ToListAsync());
    }

    [Fact]
    public async Task A_reader_sees_what_there_was_when_it_began_whatever_is_written_meanwhile()
    {
        IEventLog<RunEvent> log = Create();
        await log.AppendAsync("run", 0, [.. Enumerable.Range(0, 600).Select(Event)]);
        int read = 0;
        await foreach (RunEvent happened in log.ReadAsync("run"))
        {
            Assert.Equal(Event(read), happened);
            if (read % 50 == 0) await log.AppendAsync("run", 600 + read / 50, [Event(600 + read / 50)]);
            read++;
        }
        Assert.Equal(600, read);
        Assert.Equal(612, (await log.ReadAsync("run").ToListAsync()).Count);
    }
}
