using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Field.Tests;

/// <summary>Drafts of a coordinator that note by name what anybody began to upload: <c>update/RUN/ROUND/SITE/DIGEST</c>.</summary>
internal sealed class OfferedBodies(IBlobDrafts inner) : IBlobDrafts
{
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>Every update that a site began to send, in the order of rounds.</summary>
    public IReadOnlyList<string> Of(string site) =>
        [.. _names.Keys.Where(name => name.Contains($"/{site}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public ValueTask<long> LengthAsync(string draft, CancellationToken cancellation = default)
    {
        _names[draft] = true;
        return inner.LengthAsync(draft, cancellation);
    }

    public ValueTask<long> AppendAsync(string draft, long offset, ReadOnlyMemory<byte> piece, CancellationToken cancellation = default) =>
        inner.AppendAsync(draft, offset, piece, cancellation);

    public ValueTask<bool> SealAsync(string draft, BlobId blob, CancellationToken cancellation = default) =>
        inner.SealAsync(draft, blob, cancellation);

    public ValueTask DiscardAsync(string draft, CancellationToken cancellation = default) => inner.DiscardAsync(draft, cancellation);

    public ValueTask<IReadOnlyList<string>> StaleAsync(DateTimeOffset before, CancellationToken cancellation = default) =>
        inner.StaleAsync(before, cancellation);
}
