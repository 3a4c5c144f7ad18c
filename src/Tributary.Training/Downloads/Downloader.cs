using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Training;

/// <summary>
/// Fetches files into a cache: what was begun is gone on with, what does not have the checksum that was asked for is thrown away.
/// </summary>
/// <param name="cache">Where files come to lie.</param>
public sealed class Downloader(DownloadCache cache)
{
    /// <summary>The most bytes of a file unless something else is said: 32 GiB.</summary>
    public const long UsualLimit = 32L << 30;

    private const int Attempts = 6;

    /// <summary>The most bytes of a file.</summary>
    public long Limit { get; init; } = UsualLimit;

    /// <summary>Is told of every piece that arrives.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>How requests for an address are sent; it must not follow redirections by itself.</summary>
    public Func<Uri, HttpMessageHandler> Handler { get; init; } = url => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !url.IsLoopback, // what is for this machine does not leave it
        ConnectTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Fetches a file, unless it is there.</summary>
    /// <returns>Its path in the cache.</returns>
    /// <exception cref="ProblemException">It cannot be fetched, is too large, or is another file than was asked for.</exception>
    public async Task<string> FetchAsync(RemoteFile file, CancellationToken cancellation)
    {
        if (cache.Find(file) is { } there) return there;
        try
        {
            await using (FileStream part = cache.OpenPart(file))
            {
                await FillAsync(part, file, cancellation);
                part.Flush(flushToDisk: true);
            }
            return cache.Keep(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(ProblemCodes.DownloadFailed, file.Url.ToString(),
                $"The file cannot be kept in the cache '{cache.Path}': {e.Message} Make room there, wait for another fetch of the same "
                + $"file, or name another folder with {DownloadCache.Variable}.");
        }
    }

    private async Task FillAsync(FileStream part, RemoteFile file, CancellationToken cancellation)
    {
        if (part.Length > 0 && await HasContentAsync(part, file, cancellation)) return; // all that was missing was its place
        using var http = new HttpClient(Handler(file.Url)) { Timeout = Timeout.InfiniteTimeSpan };
        var transfer = new Transfer(http, cache, file, Limit, Progress);
        bool goesOn = part.Length > 0;
        for (int attempt = 1; ; attempt++)
        {
            long before = part.Length;
            try
            {
                await transfer.ContinueAsync(part, cancellation);
            }
            catch (HttpRequestException e)
            {
                // A server that got further is asked for the rest at once; one that did not is left to whoever asks again.
                goesOn = part.Length > 0;
                if (part.Length > before && attempt < Attempts) continue;
                throw new ProblemException(ProblemCodes.DownloadFailed, file.Url.ToString(),
                    $"The file did not come: {e.Message} {part.Length:N0} bytes of it are kept; the same command goes on from there.");
            }
            if (await HasContentAsync(part, file, cancellation)) return;
            part.SetLength(0);
            cache.NoteVersion(file, null);
            if (!goesOn || attempt >= Attempts)
                throw new ProblemException(ProblemCodes.WrongContent, file.Url.ToString(),
                    $"What the server sends has another SHA-256 than {file.Sha256}: it is another file, or was changed. Nothing of it is "
                    + "kept. Ask whoever made the file for its checksum, and do not take the one that the server gives.");
            goesOn = false; // its beginning may be of another version: once more, as a whole
        }
    }

    private static async Task<bool> HasContentAsync(FileStream part, RemoteFile file, CancellationToken cancellation)
    {
        part.Position = 0;
        byte[] digest = await SHA256.HashDataAsync(part, cancellation);
        return Convert.ToHexStringLower(digest) == file.Sha256;
    }
}
