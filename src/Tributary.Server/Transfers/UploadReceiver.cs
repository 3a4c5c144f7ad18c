using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>
/// Receives uploads that may break at any byte. What a broken one brought is kept, and the next goes on there; what is short and comes
/// whole never becomes a draft, and can be used without being read from the store.
/// </summary>
internal sealed class UploadReceiver(ServerStore store, SharedBlobs blobs, ServerLimits limits, ServerMetrics metrics) : IDisposable
{
    /// <summary>The content type of uploads.</summary>
    public const string ContentType = "application/offset+octet-stream";

    private const int Piece = 1 << 20, LongestWhole = 4 << 20;

    private readonly ConcurrentDictionary<string, ActiveUpload> _active = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(limits.Uploads);
    private readonly BodyPool _bodies = new((long)limits.Uploads << 20);

    /// <summary>Answers how much of an upload has arrived.</summary>
    /// <param name="call">The request.</param>
    /// <param name="blob">What it is to become.</param>
    /// <param name="draft">What it is called until then.</param>
    /// <param name="complete">Whether this sender has sent all of it: that somebody else has is no reason to believe that it could.</param>
    public async Task TellAsync(Call call, BlobId blob, string draft, bool complete)
    {
        if (_active.TryGetValue(draft, out ActiveUpload? active)) await active.EndAsync();
        long? known = complete ? await store.Blobs.StatAsync(blob, call.Cancellation) : null;
        Answer(call.Http, known ?? await store.Drafts.LengthAsync(draft, call.Cancellation));
    }

    /// <summary>Receives an upload, or the rest of one.</summary>
    /// <param name="call">The request.</param>
    /// <param name="blob">What it is to become.</param>
    /// <param name="draft">What it is called until then.</param>
    /// <param name="owner">Who needs the blob.</param>
    /// <param name="length">Its whole length; checked by the caller.</param>
    /// <param name="complete">Whether this sender has sent all of it before.</param>
    /// <returns>Whether the blob is complete, and its content where it came whole.</returns>
    public async Task<(bool Complete, ReceivedBody? Content)> ReceiveAsync(
        Call call, BlobId blob, string draft, string owner, long length, bool complete)
    {
        if (complete && await store.Blobs.StatAsync(blob, call.Cancellation) is { } known)
        {
            Answer(call.Http, known);
            return (true, null);
        }
        using ActiveUpload active = await EnterAsync(draft);
        try
        {
            long offset = Header(call.Http, UploadHeaders.Offset), arrived = await store.Drafts.LengthAsync(draft, call.Cancellation);
            if (offset != arrived) throw Refuse.Offset(arrived);
            if (!_places.Wait(0, CancellationToken.None)) throw Refuse.NotNow("The coordinator receives as many uploads as it can.");
            ReceivedBody? content = null;
            try
            {
                var upload = new Upload(blob, draft, owner, offset, length);
                if (offset > 0 || length > LongestWhole) arrived = await ReceiveAsync(call.Http, upload, active.Stopped);
                else (arrived, content) = await ReceiveWholeAsync(call.Http, upload, active.Stopped);
            }
            finally
            {
                _places.Release();
            }
            Answer(call.Http, arrived);
            return (arrived == length, content);
        }
        finally
        {
            _active.TryRemove(new(draft, active));
        }
    }

    /// <summary>The length that a sender announces.</summary>
    public static long LengthOf(HttpContext http)
    {
        string? type = http.Request.ContentType;
        if (type is null || !type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            throw Refuse.Malformed($"An upload is announced as {ContentType}. Set 'Content-Type'.", 415);
        return Header(http, UploadHeaders.Length);
    }

    public void Dispose() => _places.Dispose();

    private static long Header(HttpContext http, string name) =>
        long.TryParse(http.Request.Headers[name], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Refuse.Malformed($"The header '{name}' is missing or no number of bytes, so the upload has no place. Give it.");

    private static void Answer(HttpContext http, long arrived)
    {
        http.Response.StatusCode = 204;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers[UploadHeaders.Offset] = arrived.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One upload of a draft at a time: the last to come is the one whose sender still lives.</summary>
    private async Task<ActiveUpload> EnterAsync(string draft)
    {
        for (var mine = new ActiveUpload(); ;)
        {
            ActiveUpload active = _active.GetOrAdd(draft, mine);
            if (ReferenceEquals(active, mine)) return mine;
            await active.EndAsync();
            _active.TryRemove(new(draft, active));
        }
    }

    /// <summary>Receives what fits into memory: it is checked and kept at once, or as far as it came where the link breaks.</summary>
    private async Task<(long Arrived, ReceivedBody? Content)> ReceiveWholeAsync(
        HttpContext http, Upload upload, CancellationToken stopped)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, http.RequestAborted);
        int length = (int)upload.Length;
        byte[] content = _bodies.Rent(length + 1); // one more, to see that no more comes
        (int read, _, Exception? broken) = await FillAsync(http.Request.BodyReader, content.AsMemory(0, length + 1), either.Token);
        metrics.Received(read);
        long arrived = await KeepAsync(upload, 0, content.AsMemory(0, read), broken, stopped);
        return (arrived, arrived == length && read == length ? new ReceivedBody(content, length, _bodies) : null);
    }

    private async Task<long> ReceiveAsync(HttpContext http, Upload upload, CancellationToken stopped)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, http.RequestAborted);
            long arrived = upload.Offset;
            for (bool ended = false; !ended;)
            {
                (int read, ended, Exception? broken) = await FillAsync(http.Request.BodyReader, piece.AsMemory(0, Piece), either.Token);
                metrics.Received(read);
                arrived = await KeepAsync(upload, arrived, piece.AsMemory(0, read), broken, stopped);
            }
            if (arrived < upload.Length) return arrived;
            await blobs.HoldAsync(upload.Blob, upload.Owner);
            if (await store.Drafts.SealAsync(upload.Draft, upload.Blob, CancellationToken.None)) return arrived;
            await blobs.ReleaseAsync(upload.Blob, upload.Owner);
            throw Refuse.Digest();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Keeps what came before the link broke, if it did.</summary>
    /// <returns>How much has arrived in all.</returns>
    private async Task<long> KeepAsync(
        Upload upload, long arrived, ReadOnlyMemory<byte> piece, Exception? broken, CancellationToken stopped)
    {
        if (arrived + piece.Length > upload.Length)
        {
            await store.Drafts.DiscardAsync(upload.Draft, CancellationToken.None);
            throw Refuse.Malformed($"The upload has more bytes than the {upload.Length} it announced. It has been thrown away.");
        }
        // What comes whole in one piece is checked and kept at once.
        if (broken is null && arrived == 0 && piece.Length == upload.Length)
        {
            if (BlobId.Of(piece.Span) != upload.Blob) throw Refuse.Digest();
            await blobs.For(upload.Owner).PutAsync(upload.Blob, piece, CancellationToken.None);
            return piece.Length;
        }
        if (piece.Length > 0) arrived = await store.Drafts.AppendAsync(upload.Draft, arrived, piece, CancellationToken.None);
        if (broken is OperationCanceledException && stopped.IsCancellationRequested) throw Refuse.Offset(arrived);
        return broken is null ? arrived : throw broken;
    }

    /// <summary>Reads until there is a whole piece, the body ends, or the link breaks.</summary>
    private static async Task<(int Read, bool Ended, Exception? Broken)> FillAsync(
        PipeReader body, Memory<byte> piece, CancellationToken cancellation)
    {
        int read = 0;
        try
        {
            while (read < piece.Length)
            {
                ReadResult result = await body.ReadAsync(cancellation);
                ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, piece.Length - read));
                taken.CopyTo(piece.Span[read..]);
                read += (int)taken.Length;
                body.AdvanceTo(taken.End);
                if (result.IsCompleted && taken.Length == result.Buffer.Length) return (read, true, null);
            }
            return (read, false, null);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            return (read, true, e);
        }
    }

    private sealed record Upload(BlobId Blob, string Draft, string Owner, long Offset, long Length);
}
