namespace Tributary.Core.Tests;

/// <summary>A log in whose n-th append the process is killed.</summary>
internal sealed class CrashingLog<TEvent>(IEventLog<TEvent> inner, Crash crash, int append) : IEventLog<TEvent>
{
    private int _left = append;

    public async ValueTask<long> AppendAsync(string run, long expectedVersion, IReadOnlyList<TEvent> events, CancellationToken cancellation = default)
    {
        if (_left <= 0) throw new CrashException();
        bool last = --_left == 0;
        if (last && crash == Crash.BeforeAppend) throw new CrashException();
        long version = await inner.AppendAsync(run, expectedVersion, events, cancellation);
        return last ? throw new CrashException() : version;
    }

    public IAsyncEnumerable<TEvent> ReadAsync(string run, long fromVersion = 0, CancellationToken cancellation = default) =>
        inner.ReadAsync(run, fromVersion, cancellation);
}
