using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>An event log in a store; any number of threads.</summary>
/// <typeparam name="TEvent">What happens in the streams. Logs in one store share the names of streams.</typeparam>
/// <param name="store">Where the events are; stays the caller's.</param>
/// <param name="json">How an event is written and read.</param>
public sealed class SqliteEventLog<TEvent>(SqliteStore store, JsonTypeInfo<TEvent> json) : IEventLog<TEvent>
{
    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(
        string stream, long expectedVersion, IReadOnlyList<TEvent> events, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        cancellation.ThrowIfCancellationRequested();
        byte[][] lines = [.. events.Select(happened => JsonSerializer.SerializeToUtf8Bytes(happened, json))];
        long at = store.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        return store.WriteAsync(
            connection => StoredEvents.Append(connection, stream, expectedVersion, lines, at),
            lines.Sum(line => line.LongLength), durable: true, cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TEvent> ReadAsync(
        string stream, long fromVersion = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (ReadOnlyMemory<byte> line in ReadBytesAsync(stream, fromVersion, cancellation))
            yield return JsonSerializer.Deserialize(line.Span, json)
                ?? throw Failure.Broken(store.Path, $"an event of '{stream}' is null");
    }

    /// <summary>The events of a stream from <paramref name="fromVersion"/> on as they are stored: JSON in UTF-8, byte by byte.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBytesAsync(
        string stream, long fromVersion = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        long end = store.Read(connection => StoredEvents.Count(connection, stream));
        for (long version = fromVersion; version < end;)
        {
            cancellation.ThrowIfCancellationRequested();
            // Some at a time: a reader that is slow must not hold on to a state of the file, for the log of writes would grow meanwhile.
            IReadOnlyList<byte[]> lines = store.Read(connection => StoredEvents.Read(connection, stream, version, end));
            if (lines.Count == 0) throw Failure.Broken(store.Path, $"event {version + 1} of '{stream}' is missing");
            foreach (byte[] line in lines)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return line;
            }
            version += lines.Count;
        }
        await ValueTask.CompletedTask;
    }
}
