using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>Moves blobs over a connection that may break at any byte: both directions go on where they stopped.</summary>
/// <param name="connection">The connection.</param>
public sealed class BlobTransfer(CoordinatorConnection connection)
{
    private const int Piece = 1 << 16;

    /// <summary>The content of a blob, downloaded where the store does not have it.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="store">Takes the blob.</param>
    /// <param name="drafts">Takes what has come; of the same store.</param>
    /// <param name="previous">A blob in the store that may have chunks in common with it, such as the model before; or null.</param>
    /// <param name="cancellation">Stops the download; it can be gone on with later.</param>
    /// <exception cref="UnreachableException">The coordinator cannot be reached.</exception>
    /// <exception cref="InvalidDataException">What it sends has another digest.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> DownloadAsync(
        BlobId blob, IBlobStore store, IBlobDrafts drafts, BlobId? previous = null, CancellationToken cancellation = default)
    {
        if (await store.StatAsync(blob, cancellation) is null)
        {
            string draft = $"download/{blob}";
            if (previous is { } old && connection.Knows(ProtocolVersion.Chunks) && await store.StatAsync(old, cancellation) is not null)
                await AssembleAsync(blob, draft, store, drafts, old, cancellation);
            else
                await DownloadAsync(blob, draft, null, drafts, cancellation);
            if (!await drafts.SealAsync(draft, blob, cancellation))
                throw new InvalidDataException(
                    $"What the coordinator sent does not have the digest {blob} it was announced with, so it cannot be trusted. " +
                    "It has been thrown away; fetch it again.");
        }
        return await store.GetAsync(blob, cancellation);
    }

    /// <summary>Uploads a body, or the rest of it where some has arrived before.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellation">Stops the upload; it can be gone on with later.</param>
    /// <exception cref="ProtocolException">The coordinator refused.</exception>
    /// <exception cref="UnreachableException">It cannot be reached.</exception>
    public async ValueTask UploadAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellation = default)
    {
        var patience = new Patience(connection.Options);
        // An earlier process may have sent most of it. What fits into a window is as well sent as asked for.
        bool asks = body.Length > Piece;
        for (long arrived = 0; ;)
        {
            long before = arrived;
            Exception? failure = null;
            try
            {
                if (asks) arrived = await AskBeforeAsync(path, cancellation);
                asks = false;
                // Only the answer to an upload says that it is complete: what has all arrived may wait to be checked, and nothing is sent.
                (arrived, bool taken) = await SendAsync(path, body, arrived, cancellation);
                if (taken && arrived == body.Length) return;
            }
            catch (Exception e) when (CoordinatorConnection.IsOfTheLink(e, cancellation))
            {
                failure = e;
            }
            try
            {
                if (failure is not null) arrived = await AskOffsetAsync(path, cancellation);
            }
            catch (Exception e) when (CoordinatorConnection.IsOfTheLink(e, cancellation))
            {
                failure = e;
            }
            if (arrived > before) patience.Restore(); // it moves: go on at once
            else await patience.WaitAsync(
                failure ?? new IOException("the upload does not go on"), (failure as ProtocolException)?.RetryAfter, cancellation);
        }
    }

    /// <summary>
    /// Uploads a body and sends the message that names it; both again where the coordinator was restarted between the two, and does not
    /// know any more who sent it.
    /// </summary>
    /// <param name="path">Where the body goes.</param>
    /// <param name="body">The body.</param>
    /// <param name="name">Sends the message, the same one each time.</param>
    /// <param name="cancellation">Stops it; it can be gone on with later.</param>
    /// <inheritdoc cref="UploadAsync" path="/exception"/>
    public async Task<TAnswer> BringAsync<TAnswer>(
        string path, ReadOnlyMemory<byte> body, Func<Task<TAnswer>> name, CancellationToken cancellation = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            await UploadAsync(path, body, cancellation);
            try
            {
                return await name();
            }
            catch (ProtocolException e) when (attempt < connection.Options.Attempts && e.Problem.Code == ProblemCodes.WrongOffset)
            {
                // bring it again
            }
        }
    }

    private async Task<(long Arrived, bool Taken)> SendAsync(
        string path, ReadOnlyMemory<byte> body, long offset, CancellationToken cancellation)
    {
        using var watch = new Watch(connection.Options.Stall, connection.Options.Clock, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Content = new BodyContent(body[(int)offset..], watch),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Add(UploadHeaders.Offset, offset.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(UploadHeaders.Length, body.Length.ToString(CultureInfo.InvariantCulture));
        try
        {
            using HttpResponseMessage response = await connection.OpenAsync(request, watch.Token);
            return (ReadOffset(response), true);
        }
        catch (ProtocolException e) when (e.Problem.Code == ProblemCodes.WrongOffset)
        {
            return (await AskOffsetAsync(path, cancellation), false);
        }
    }

    private async Task<long> AskBeforeAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await AskOffsetAsync(path, cancellation);
        }
        catch (ProtocolException e) when (!e.IsPassing)
        {
            return 0; // the answer to HEAD says no reason: the answer to the upload does
        }
    }

    private async Task<long> AskOffsetAsync(string path, CancellationToken cancellation)
    {
        using var watch = new Watch(connection.Options.Stall, connection.Options.Clock, cancellation);
        using HttpResponseMessage response = await connection.OpenAsync(new HttpRequestMessage(HttpMethod.Head, path), watch.Token);
        return ReadOffset(response);
    }

    private static long ReadOffset(HttpResponseMessage response) =>
        response.Headers.TryGetValues(UploadHeaders.Offset, out IEnumerable<string>? values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            ? offset
            : throw new IOException("The coordinator did not say how much has arrived.");

    /// <summary>Takes the chunks that are known from the store, and downloads the others.</summary>
    private async ValueTask AssembleAsync(
        BlobId blob, string draft, IBlobStore store, IBlobDrafts drafts, BlobId previous, CancellationToken cancellation)
    {
        ChunksMessage wanted = await connection.GetAsync(Routes.BlobChunks(blob), ProtocolJson.Default.ChunksMessage, cancellation);
        byte[] chunk = new byte[wanted.ChunkBytes];
        for (int i = (int)(await drafts.LengthAsync(draft, cancellation) / wanted.ChunkBytes); i < wanted.Chunks.Count; i++)
        {
            long offset = (long)i * wanted.ChunkBytes, end = Math.Min(offset + wanted.ChunkBytes, wanted.Length);
            int read = offset < (await store.StatAsync(previous, cancellation) ?? 0)
                ? await store.ReadAsync(previous, offset, chunk.AsMemory(0, (int)(end - offset)), cancellation)
                : 0;
            long arrived = await drafts.LengthAsync(draft, cancellation);
            if (BlobId.Of(chunk.AsSpan(0, read)) == wanted.Chunks[i])
                await drafts.AppendAsync(draft, arrived, chunk.AsMemory((int)(arrived - offset), (int)(end - arrived)), cancellation);
            else
                await DownloadAsync(blob, draft, end, drafts, cancellation);
        }
    }

    /// <summary>Downloads up to <paramref name="end"/>, from wherever the draft is.</summary>
    private async ValueTask DownloadAsync(BlobId blob, string draft, long? end, IBlobDrafts drafts, CancellationToken cancellation)
    {
        var patience = new Patience(connection.Options);
        for (; ; )
        {
            long before = await drafts.LengthAsync(draft, cancellation);
            try
            {
                await ReceiveAsync(blob, draft, before, end, drafts, cancellation);
                return;
            }
            catch (Exception e) when (CoordinatorConnection.IsOfTheLink(e, cancellation))
            {
                if (await drafts.LengthAsync(draft, cancellation) > before) patience.Restore(); // it moves: go on at once
                else await patience.WaitAsync(e, (e as ProtocolException)?.RetryAfter, cancellation);
            }
        }
    }

    private async Task ReceiveAsync(
        BlobId blob, string draft, long offset, long? end, IBlobDrafts drafts, CancellationToken cancellation)
    {
        if (offset == end) return;
        using var watch = new Watch(connection.Options.Stall, connection.Options.Clock, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, Routes.Blob(blob));
        request.Headers.Range = new RangeHeaderValue(offset, end - 1);
        HttpResponseMessage response;
        try
        {
            response = await connection.OpenAsync(request, watch.Token);
        }
        catch (ProtocolException e) when (e.Problem.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return; // everything had arrived
        }
        using (response)
        {
            if (response.StatusCode != HttpStatusCode.PartialContent)
                throw new InvalidDataException("The coordinator sent a whole blob where a part was asked for.");
            using Stream content = await response.Content.ReadAsStreamAsync(watch.Token);
            byte[] piece = new byte[Piece];
            for (int read; (read = await content.ReadAsync(piece, watch.Token)) > 0;)
            {
                watch.Moved();
                offset = await drafts.AppendAsync(draft, offset, piece.AsMemory(0, read), cancellation);
            }
        }
    }
}
