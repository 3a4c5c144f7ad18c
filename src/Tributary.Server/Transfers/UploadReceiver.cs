using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>
/// Receives uploads that may break at any byte. What a broken one brought is kept, and the next goes on there; what is short and comes
/// whole never becomes a draft. Nothing is gathered in memory: it goes to the store as it comes.
/// </summary>
internal sealed class UploadReceiver(ServerStore store, SharedBlobs blobs, ServerLimits limits, ServerMetrics metrics) : IDisposable
{
    /// <summary>The content type of uploads.</summary>
    public const string ContentType = "application/offset+octet-stream";

    private const int Piece = 1 << 20, LongestWhole = 4 << 20;

    private readonly ConcurrentDictionary<string, ActiveUpload> _active = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(limits.Uploads);

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
    /// <returns>Whether the blob is complete.</returns>
    public async Task<bool> ReceiveAsync(
        Call call, BlobId blob, string draft, string owner, long length, bool complete)
    {
        if (complete && await store.Blobs.StatAsync(blob, call.Cancellation) is { } known)
        {
            Answer(call.Http, known);
            return true;
        }
        using ActiveUpload active = await EnterAsync(draft);
        try
        {
            long offset = Header(call.Http, UploadHeaders.Offset), arrived = await store.Drafts.LengthAsync(draft, call.Cancellation);
            if (offset != arrived) throw Refuse.Offset(arrived);
            if (!_places.Wait(0, CancellationToken.None)) throw Refuse.NotNow("The coordinator receives as many uploads as it can.");
            try
            {
                arrived = await ReceiveAsync(call.Http, new Upload(blob, draft, owner, offset, length), active.Stopped);
            }
            finally
            {
                _places.Release();
            }
            Answer(call.Http, arrived);
            return arrived == length;
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

    private async Task<long> ReceiveAsync(HttpContext http, Upload upload, CancellationToken stopped)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, http.RequestAborted);
        // What comes whole in one piece is checked and kept at once; the digest of the rest is computed when it is complete.
        bool whole = upload.Offset == 0 && upload.Length <= LongestWhole;
        using IncrementalHash? hash = whole ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        long arrived = upload.Offset;
        for (bool ended = false; !ended;)
        {
            long rest = upload.Length - arrived, room = whole ? rest : Math.Min(rest, Piece);
            using IIncomingBlob incoming = await store.Intake.BeginAsync(room, CancellationToken.None);
            (ended, Exception? broken) = await FillAsync(http.Request.BodyReader, incoming, room, isLast: room == rest, hash, either.Token);
            metrics.Received(incoming.Length);
            if (hash is not null && broken is null && incoming.Length == upload.Length) return await KeepAsync(upload, incoming, hash);
            if (broken is RefusalException)
            {
                await store.Drafts.DiscardAsync(upload.Draft, CancellationToken.None);
                throw broken;
            }
            if (incoming.Length > 0) arrived = await incoming.AppendAsync(upload.Draft, arrived, CancellationToken.None);
            if (broken is OperationCanceledException && stopped.IsCancellationRequested) throw Refuse.Offset(arrived);
            if (broken is not null) throw broken;
        }
        if (arrived < upload.Length) return arrived;
        await blobs.HoldAsync(upload.Blob, upload.Owner);
        if (await store.Drafts.SealAsync(upload.Draft, upload.Blob, CancellationToken.None)) return arrived;
        await blobs.ReleaseAsync(upload.Blob, upload.Owner);
        throw Refuse.Digest();
    }

    private async Task<long> KeepAsync(Upload upload, IIncomingBlob incoming, IncrementalHash hash)
    {
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != upload.Blob.Sha256) throw Refuse.Digest();
        await blobs.HoldAsync(upload.Blob, upload.Owner);
        await incoming.KeepAsync(upload.Blob, CancellationToken.None);
        return incoming.Length;
    }

    /// <summary>Takes in what comes until there is no more room, the body ends, or the link breaks.</summary>
    /// <param name="body">What comes.</param>
    /// <param name="incoming">Where it goes.</param>
    /// <param name="room">How much may go there.</param>
    /// <param name="isLast">Whether nothing may come after it.</param>
    /// <param name="hash">Takes it too.</param>
    /// <param name="cancellation">Breaks the link.</param>
    private static async Task<(bool Ended, Exception? Broken)> FillAsync(
        PipeReader body, IIncomingBlob incoming, long room, bool isLast, IncrementalHash? hash, CancellationToken cancellation)
    {
        try
        {
            while (isLast || incoming.Length < room)
            {
                ReadResult result = await body.ReadAsync(cancellation);
                ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, room - incoming.Length));
                bool all = taken.Length == result.Buffer.Length;
                if (!taken.IsEmpty) incoming.Add(taken);
                if (hash is not null) foreach (ReadOnlyMemory<byte> part in taken) hash.AppendData(part.Span);
                body.AdvanceTo(taken.End);
                if (!all && isLast)
                    return (true, Refuse.Malformed("The upload has more bytes than it announced. It has been thrown away."));
                if (result.IsCompleted && all) return (true, null);
            }
            return (false, null);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            return (true, e);
        }
    }

    private sealed record Upload(BlobId Blob, string Draft, string Owner, long Offset, long Length);
}
