namespace Tributary.Training;

/// <summary>How much of a file is here.</summary>
/// <param name="File">The file.</param>
/// <param name="Done">Bytes that are here.</param>
/// <param name="Total">Bytes that there are, or null where the server does not say.</param>
public sealed record DownloadProgress(RemoteFile File, long Done, long? Total);
