using System.Net;
using System.Net.Http.Headers;
using Tributary.Core;

namespace Tributary.Training;

/// <summary>One file from one server: asks for what is missing, and follows the server to other addresses.</summary>
/// <remarks>Ranges and their condition: RFC 9110, sections 13.1.5 and 14.</remarks>
internal sealed class Transfer(HttpClient http, DownloadCache cache, RemoteFile file, long limit, IProgress<DownloadProgress>? progress)
{
    private const int MostRedirections = 5, Piece = 1 << 17;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Appends what is missing, or begins anew where the server does not go on.</summary>
    /// <exception cref="HttpRequestException">The connection broke or no answer came.</exception>
    /// <exception cref="ProblemException">The server refuses, sends somewhere that is not allowed, or has too much.</exception>
    public async Task ContinueAsync(FileStream part, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            using HttpResponseMessage response = await AskAsync(part.Length, patience);
            ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
            switch (response.StatusCode)
            {
                case HttpStatusCode.PartialContent when range?.From == part.Length:
                    await AppendAsync(response, part, range.Length, patience);
                    break;
                case HttpStatusCode.OK: // all of it
                    part.SetLength(0);
                    await AppendAsync(response, part, response.Content.Headers.ContentLength, patience);
                    break;
                case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable: // it has less than there is here
                    part.SetLength(0);
                    break;
                default:
                    throw Failed($"The server answers {(int)response.StatusCode}. Look at the address in a browser. "
                        + $"{part.Length:N0} bytes are kept.");
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"The server was silent for {_patience.TotalSeconds} seconds.");
        }
    }

    private async Task<HttpResponseMessage> AskAsync(long have, CancellationTokenSource patience)
    {
        Uri address = file.Url;
        for (int hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("tributary", null));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity")); // the checksum is of bytes as they lie
            if (have > 0)
            {
                request.Headers.Range = new RangeHeaderValue(have, null);
                if (cache.VersionOf(file) is { } version) request.Headers.TryAddWithoutValidation("If-Range", version);
            }
            patience.CancelAfter(_patience);
            HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            address = new Uri(address, location);
            if (!RemoteFile.IsAllowed(address, file.Url))
                throw new ProblemException(ProblemCodes.AddressRefused, file.Url.ToString(),
                    $"The server sends on to '{address}', a connection that anybody on the way can read and change, or another machine's "
                    + "own. Nothing was fetched from there. Name the address where the file is, with https.");
            if (hop == MostRedirections)
                throw Failed($"The server sends on for more than {MostRedirections} times. Name the last address.");
        }
    }

    private async Task AppendAsync(HttpResponseMessage response, FileStream part, long? total, CancellationTokenSource patience)
    {
        if (total > limit) throw TooLarge($"{total:N0}");
        EntityTagHeaderValue? tag = response.Headers.ETag;
        cache.NoteVersion(file, tag is { IsWeak: false } ? tag.Tag : response.Content.Headers.LastModified?.ToString("R"));
        await using Stream body = await response.Content.ReadAsStreamAsync(patience.Token);
        byte[] piece = new byte[Piece];
        part.Position = part.Length;
        while (true)
        {
            patience.CancelAfter(_patience);
            int length = await ReadAsync(body, piece, patience.Token);
            if (length == 0) return;
            if (part.Length + length > limit)
            {
                part.SetLength(0);
                throw TooLarge($"more than {limit:N0}");
            }
            await part.WriteAsync(piece.AsMemory(0, length), patience.Token);
            progress?.Report(new DownloadProgress(file, part.Length, total));
        }
    }

    /// <summary>A broken connection, and not a broken disk.</summary>
    private static async Task<int> ReadAsync(Stream body, Memory<byte> piece, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(piece, cancellation);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    private ProblemException TooLarge(string size) => new(ProblemCodes.DownloadTooLarge, file.Url.ToString(),
        $"The file has {size} bytes, and {limit:N0} are allowed, so that no server fills the disk. Raise '--limit' if that is right.");

    private ProblemException Failed(string message) => new(ProblemCodes.DownloadFailed, file.Url.ToString(),
        $"The file did not come. {message}");
}
