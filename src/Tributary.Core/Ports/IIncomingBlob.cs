using System.Buffers;

namespace Tributary.Core;

/// <summary>Content on its way in, for one caller at a time; what has not been kept when it is disposed of is forgotten.</summary>
public interface IIncomingBlob : IDisposable
{
    /// <summary>The bytes that have come.</summary>
    long Length { get; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="ArgumentException">More have come than were announced.</exception>
    void Add(in ReadOnlySequence<byte> bytes);

    /// <summary>Keeps what has come as a blob whose address the caller has computed.</summary>
    ValueTask KeepAsync(BlobId blob, CancellationToken cancellation = default);

    /// <summary>Adds what has come to a draft, as <see cref="IBlobDrafts.AppendAsync"/> does.</summary>
    /// <returns>The draft's length afterwards, or what it is where <paramref name="offset"/> is another: then nothing was added.</returns>
    ValueTask<long> AppendAsync(string draft, long offset, CancellationToken cancellation = default);
}
