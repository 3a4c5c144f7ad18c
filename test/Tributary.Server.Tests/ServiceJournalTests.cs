using Tributary.Core;

namespace Tributary.Server.Tests;

public class ServiceJournalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_waits_for_their_turn_shares_one_append()
    {
        var log = new SlowLog();
        using var journal = new ServiceJournal(log, TimeProvider.System);
        Task<ServiceState> first = journal.AppendAsync(_ => Invited("first"), Cancellation);
        await log.Begun;
        Task<ServiceState>[] others =
            [.. Enumerable.Range(0, 20).Select(i => journal.AppendAsync(_ => Invited($"site-{i}"), Cancellation))];
        Assert.False(first.IsCompleted); // nobody is told before it is durable
        log.GoOn();
        ServiceState[] after = await Task.WhenAll(others);
        Assert.Equal(21, after[^1].Invited.Count);
        Assert.Equal(2, log.Appends);
    }

    [Fact]
    public async Task A_refusal_is_told_to_the_one_who_is_refused_alone()
    {
        var log = new SlowLog();
        using var journal = new ServiceJournal(log, TimeProvider.System);
        Task first = journal.AppendAsync(_ => Invited("first"), Cancellation);
        await log.Begun;
        Task good = journal.AppendAsync(_ => Invited("good"), Cancellation);
        Task bad = journal.AppendAsync(_ => throw Refuse.Invitation(), Cancellation);
        Task late = journal.AppendAsync(
            state => state.Invited.ContainsKey("good") ? Invited("late") : throw new InvalidOperationException("The order was not kept."),
            Cancellation);
        log.GoOn();
        await Task.WhenAll(first, good, late);
        await Assert.ThrowsAsync<RefusalException>(() => bad);
        Assert.Equal(["first", "good", "late"], journal.State.Invited.Keys.Order());
    }

    [Fact]
    public async Task An_append_that_fails_fails_for_all_who_shared_it_and_the_next_reads_what_is_there()
    {
        var log = new SlowLog();
        using var journal = new ServiceJournal(log, TimeProvider.System);
        Task first = journal.AppendAsync(_ => Invited("first"), Cancellation);
        await log.Begun;
        log.Fail = true;
        Task[] others = [journal.AppendAsync(_ => Invited("a"), Cancellation), journal.AppendAsync(_ => Invited("b"), Cancellation)];
        log.GoOn();
        await Assert.ThrowsAsync<IOException>(() => first);
        foreach (Task other in others) await Assert.ThrowsAsync<IOException>(() => other);
        Assert.Empty(journal.State.Invited);
        log.Fail = false;
        ServiceState after = await journal.AppendAsync(_ => Invited("c"), Cancellation);
        Assert.Equal(["c"], after.Invited.Keys);
    }

    private static SiteInvited Invited(string site) =>
        new(DateTimeOffset.UnixEpoch, site, Roles.Site, "digest", DateTimeOffset.MaxValue, "ada");

    /// <summary>A log whose first append waits until it is told to go on.</summary>
    private sealed class SlowLog : IEventLog<ServiceEvent>
    {
        private readonly MemoryEventLog<ServiceEvent> _inner = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public int Appends { get; private set; }

        public bool Fail { get; set; }

        public void GoOn() => _goOn.SetResult();

        public async ValueTask<long> AppendAsync(
            string stream, long expectedVersion, IReadOnlyList<ServiceEvent> events, CancellationToken cancellation = default)
        {
            _begun.TrySetResult();
            await _goOn.Task;
            if (Fail) throw new IOException("The disk is away.");
            Appends++;
            return await _inner.AppendAsync(stream, expectedVersion, events, cancellation);
        }

        public IAsyncEnumerable<ServiceEvent> ReadAsync(string stream, long fromVersion = 0, CancellationToken cancellation = default) =>
            _inner.ReadAsync(stream, fromVersion, cancellation);
    }
}
