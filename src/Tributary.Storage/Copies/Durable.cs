using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tributary.Storage;

/// <summary>Waits until the disk has what was written.</summary>
internal static partial class Durable
{
    public static void File(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Waits for the content of an open file, and for as much about the file as is needed to read it.</summary>
    public static void Data(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(file);
        else if (SyncData(file) != 0) throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
    }

    /// <summary>Waits for the names of a folder's files; Windows keeps those in a journal of its own.</summary>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int folder = Open(path, 0);
        if (folder < 0) throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        try
        {
            if (Sync(folder) != 0) throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }
        finally
        {
            _ = Close(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
