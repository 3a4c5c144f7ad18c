using Tributary.Training;

namespace Tributary.Cli;

/// <summary>Fetches files into the cache and says how far that is.</summary>
internal static class JobDownloads
{
    /// <summary>Fetches every file that a job names by its address, where that is allowed.</summary>
    public static async Task<string> AllowAsync(string job, bool allowed, CancellationToken cancellation)
    {
        if (allowed) await FetchAsync(RemoteParts.Of(job), Downloader.UsualLimit, cancellation);
        return job;
    }

    /// <summary>Fetches files that are not there yet.</summary>
    /// <param name="files">The files.</param>
    /// <param name="limit">The most bytes of each.</param>
    /// <param name="cancellation">Stops; what has come is kept.</param>
    /// <returns>Their paths.</returns>
    public static async Task<IReadOnlyList<string>> FetchAsync(
        IReadOnlyList<RemoteFile> files, long limit, CancellationToken cancellation)
    {
        var downloader = new Downloader(new DownloadCache())
        {
            Limit = limit,
            Progress = Console.IsErrorRedirected ? null : new DownloadDisplay(),
        };
        var paths = new List<string>();
        foreach (RemoteFile file in files) paths.Add(await downloader.FetchAsync(file, cancellation));
        return paths;
    }
}
