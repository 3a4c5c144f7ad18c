namespace Tributary.Core.Tests;

/// <summary>What every event log does; a log's tests inherit this.</summary>
public abstract class EventLogTests
{
    private static readonly RoundId _round = new("run", 1);

    protected abstract IEventLog<RunEvent> Create();

    private static RunEvent Event(int second) => new RoundClosed(DateTimeOffset.UnixEpoch.AddSeconds(second), _round);

    [Fact]
    public async Task Reads_events_in_the_order_they_were_appended()
    {
        IEventLog<RunEvent> log = Create();
        Assert.Equal(2, await log.AppendAsync("run", 0, [Event(0), Event(1)]));
        Assert.Equal(3, await log.AppendAsync("run", 2, [Event(2)]));
        Assert.Equal([Event(0), Event(1), Event(2)], await log.ReadAsync("run").ToListAsync());
        Assert.Equal([Event(2)], await log.ReadAsync("run", 2).ToListAsync());
        Assert.Empty(await log.ReadAsync("run", 3).ToListAsync());
    }

    [Fact]
    public async Task Runs_have_logs_of_their_own()
    {
        IEventLog<RunEvent> log = Create();
        await log.AppendAsync("run", 0, [Event(0)]);
        await log.AppendAsync("other", 0, [Event(1)]);
        Assert.Equal([Event(1)], await log.ReadAsync("other").ToListAsync());
        Assert.Empty(await log.ReadAsync("third").ToListAsync());
    }

    [Fact]
    public async Task A_writer_that_has_not_seen_everything_is_refused_and_nothing_is_appended()
    {
        IEventLog<RunEvent> log = Create();
        await log.AppendAsync("run", 0, [Event(0)]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync("run", 0, [Event(1)]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.AppendAsync("run", 2, [Event(1)]));
        Assert.Equal([Event(0)], await log.ReadAsync("run").ToListAsync());
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
}
