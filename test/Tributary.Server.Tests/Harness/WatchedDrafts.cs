using System.Threading.Channels;
using Tributary.Core;

namespace Tributary.Server.Tests;

/// <summary>Drafts that tell when somebody asks for stale ones.</summary>
internal sealed class WatchedDrafts(IBlobDrafts inner) : IBlobDrafts
{
    public Channel<DateTimeOffset> Asked { get; } = Channel.CreateUnbounded<DateTimeOffset>();

    public ValueTask<long> LengthAsync(string draft, CancellationToken cancellation = default) => inner.LengthAsync(draft, cancellation);

    public ValueTask<long> AppendAsync(string draft, long offset, ReadOnlyMemory<byte> piece, CancellationToken cancellation = default) =>
        inner.AppendAsync(draft, offset, piece, cancellation);

    public ValueTask<bool> SealAsync(string draft, BlobId blob, CancellationToken cancellation = default) =>
        inner.SealAsync(draft, blob, cancellation);

    public ValueTask DiscardAsync(string draft, CancellationToken cancellation = default) => inner.DiscardAsync(draft, cancellation);

    public ValueTask<IReadOnlyList<string>> StaleAsync(DateTimeOffset before, CancellationToken cancellation = default)
    {
        Asked.Writer.TryWrite(before);
        return inner.StaleAsync(before, cancellation);
    }
}
