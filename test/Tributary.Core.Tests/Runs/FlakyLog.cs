namespace Tributary.Core.Tests;

/// <summary>A log that fails in every so many appends, once before it has written and once after.</summary>
internal sealed class FlakyLog(IEventLog<RunEvent> inner, int every) : IEventLog<RunEvent>
{
    private int _appends;

    public int Failures { get; private set; }

    public async ValueTask<long> AppendAsync(string run, long expectedVersion, IReadOnlyList<RunEvent> events, CancellationToken cancellation = default)
    {
        bool fails = ++_appends % every == 0;
        if (fails && Failures++ % 2 == 0) throw new CrashException();
        long version = await inner.AppendAsync(run, expectedVersion, events, cancellation);
        return fails ? throw new CrashException() : version;
    }

    public IAsyncEnumerable<RunEvent> ReadAsync(string run, long fromVersion = 0, CancellationToken cancellation = default) =>
        inner.ReadAsync(run, fromVersion, cancellation);
}
