using SQLitePCL;
using Tributary.Core;

namespace Tributary.Storage;

/// <summary>What SQLite's codes mean to whoever runs the store.</summary>
internal static class Failure
{
    private const int NoSpaceOnUnix = 28, NoSpaceOnWindows = 112, FileTooLarge = 27;

    public static StorageException Of(int code, string path, string message) => Primary(code) switch
    {
        raw.SQLITE_FULL => Full(path, message),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Broken(path, message),
        _ => Unavailable(path, $"{message}, SQLite {code}"),
    };

    public static StorageException Full(string path, string what, Exception? cause = null) => new(
        ProblemCodes.StorageFull,
        $"The store '{path}' has no room for more ({what}), and what was to be written has not been. " +
        "Make room on its disk or raise its bound; then go on.",
        cause);

    /// <summary>What it means that a file could not be written.</summary>
    public static StorageException NotWritten(string path, Exception cause) =>
        (cause.HResult & 0xffff) is NoSpaceOnUnix or NoSpaceOnWindows or FileTooLarge
            ? Full(path, cause.Message, cause)
            : Unavailable(path, cause.Message, cause);

    public static StorageException Broken(string path, string what) => new(
        ProblemCodes.StorageBroken,
        $"The file '{path}' is no store, or a damaged one ({what}), so nothing that it says can be relied on. " +
        "Check the path, or restore a backup.");

    public static StorageException Unavailable(string path, string what, Exception? cause = null) => new(
        ProblemCodes.StorageUnavailable,
        $"The store '{path}' cannot be opened, read or written ({what}), and nothing has been changed. " +
        "Check that its folder exists, its permissions and its disk, and that no other program keeps it locked.",
        cause);

    public static StorageException Exists(string path) => new(
        ProblemCodes.StorageExists,
        $"There is a file '{path}' already, and a copy of a store never replaces one. Name another path, or move the file away.");

    public static StorageException Newer(string path, long version) => new(
        ProblemCodes.StorageVersion,
        $"The store '{path}' has version {version}, and this program knows versions up to {Schema.Version}: it would misread the rest. " +
        "Use the newer program, or a backup from before its first start.");

    private static int Primary(int code) => code & 0xff;
}
