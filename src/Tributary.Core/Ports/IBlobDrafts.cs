namespace Tributary.Core;

/// <summary>Blobs on their way in: content arrives piece by piece, and goes on after an interruption at any byte.</summary>
/// <remarks>A draft has a name of its sender's, not the digest alone: nobody can spoil what somebody else is sending.</remarks>
public interface IBlobDrafts
{
    /// <summary>The bytes that have arrived; zero for a draft that has not begun.</summary>
    ValueTask<long> LengthAsync(string draft, CancellationToken cancellation = default);

    /// <summary>Adds the next piece; what has been added survives the process.</summary>
    /// <param name="draft">The draft's name; the first piece begins it.</param>
    /// <param name="offset">Where the piece belongs: the draft's length.</param>
    /// <param name="piece">Copied.</param>
    /// <param name="cancellation">Stops waiting; the piece may or may not have been added.</param>
    /// <returns>
    /// The draft's length afterwards, or the length it has where <paramref name="offset"/> is another: then nothing was added.
    /// </returns>
    ValueTask<long> AppendAsync(string draft, long offset, ReadOnlyMemory<byte> piece, CancellationToken cancellation = default);

    /// <summary>Ends a draft: it becomes the blob, or is forgotten where its content has another digest.</summary>
    /// <returns>Whether it became the blob.</returns>
    ValueTask<bool> SealAsync(string draft, BlobId blob, CancellationToken cancellation = default);

    /// <summary>Forgets a draft; not an error where there is none.</summary>
    ValueTask DiscardAsync(string draft, CancellationToken cancellation = default);

    /// <summary>The drafts to which nothing has been added since <paramref name="before"/>.</summary>
    ValueTask<IReadOnlyList<string>> StaleAsync(DateTimeOffset before, CancellationToken cancellation = default);
}
