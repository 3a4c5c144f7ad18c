using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Tributary.Storage;

/// <summary>
/// The file beside a store that holds its long content: written once and in place, where the store itself writes everything to its log
/// first and copies it. What lies where is for the store to say.
/// </summary>
/// <param name="store">The path of the store.</param>
internal sealed class LargeFile(string store) : IDisposable
{
    /// <summary>Where content begins: before it there is a mark that says whose file it is.</summary>
    public const long Begin = FreeSpace.Granule;

    private readonly Lock _lock = new();
    private SafeFileHandle? _file;
    private IOException? _failed;
    private bool _closed;

    /// <summary>Where it is.</summary>
    public string Path { get; } = PathOf(store);

    /// <summary>The path of the file that belongs to a store.</summary>
    public static string PathOf(string store) => $"{store}-content";

    /// <summary>Reads what a store says is there.</summary>
    /// <param name="connection">To the store, in the transaction that has looked: until it ends, the place is not used again.</param>
    /// <param name="at">Where.</param>
    /// <param name="part">Takes the bytes.</param>
    /// <exception cref="StorageException">The file is gone, another store's, or too short.</exception>
    public void Read(Connection connection, long at, Span<byte> part)
    {
        try
        {
            SafeFileHandle file = Open(connection);
            for (int filled = 0; filled < part.Length;)
            {
                int read = RandomAccess.Read(file, part[filled..], at + filled);
                if (read == 0) throw Failure.Broken(Path, $"it ends before byte {at + part.Length}");
                filled += read;
            }
        }
        catch (IOException e)
        {
            throw Failure.Unavailable(Path, e.Message, e);
        }
    }

    /// <summary>Hands bytes to the operating system; the file must have been made ready by <see cref="Begins"/>.</summary>
    /// <exception cref="StorageException">There is no room, or no disk.</exception>
    public void Write(long at, in ReadOnlySequence<byte> bytes)
    {
        SafeFileHandle file = _file ?? throw new ObjectDisposedException(nameof(LargeFile));
        try
        {
            if (bytes.IsSingleSegment)
            {
                RandomAccess.Write(file, bytes.FirstSpan, at);
                return;
            }
            var parts = new List<ReadOnlyMemory<byte>>();
            foreach (ReadOnlyMemory<byte> part in bytes) parts.Add(part);
            RandomAccess.Write(file, parts, at);
        }
        catch (IOException e)
        {
            throw Failure.NotWritten(Path, e);
        }
    }

    /// <summary>Waits until the disk has everything that was written; for one thread.</summary>
    /// <exception cref="StorageException">It has not, or had not once: a disk says so only one time, whatever it has lost.</exception>
    public void Sync()
    {
        if (_failed is not null) throw Failure.Unavailable(Path, _failed.Message, _failed);
        if (_file is not { } file) return;
        try
        {
            Durable.Data(file);
        }
        catch (IOException e)
        {
            _failed = e;
            throw Failure.Unavailable(Path, e.Message, e);
        }
    }

    /// <summary>Makes the file ready for writing: a new one where the store has nothing in it.</summary>
    /// <param name="connection">To the store.</param>
    /// <param name="used">Whether the store has something in it.</param>
    public void Begins(Connection connection, bool used)
    {
        try
        {
            if (used)
            {
                Open(connection);
                return;
            }
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _file ??= File.OpenHandle(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
                RandomAccess.SetLength(_file, 0); // what a lost store has left
                RandomAccess.Write(_file, Extents.Mark(connection), 0);
                Durable.Data(_file);
                Durable.Folder(System.IO.Path.GetDirectoryName(Path)!);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure.NotWritten(Path, e);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file?.Dispose();
            _file = null;
        }
    }

    private SafeFileHandle Open(Connection connection)
    {
        if (_file is { } open) return open;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_file is not null) return _file;
            if (!File.Exists(Path)) throw Failure.Broken(Path, "it is missing, and the store says that it holds content");
            SafeFileHandle file = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            byte[] mark = Extents.Mark(connection), found = new byte[mark.Length];
            if (RandomAccess.Read(file, found, 0) == found.Length && mark.AsSpan().SequenceEqual(found)) return _file = file;
            file.Dispose();
            throw Failure.Broken(Path, "it belongs to another store, or to another copy of this one");
        }
    }
}
