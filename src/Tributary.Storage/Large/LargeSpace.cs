using Microsoft.Win32.SafeHandles;

namespace Tributary.Storage;

/// <summary>Gives out the room in the file of long content; any number of threads.</summary>
/// <remarks>
/// Only one program at a time may give out room, and holds a lock while it does; another one that has the store open keeps long content in
/// rows. Room that was given back is used again when nobody can look at what was there, and the disk knows that it has gone: when a
/// checkpoint has taken everything, for a reader of an older state, in whatever program, would have kept it from that.
/// </remarks>
/// <param name="file">The file.</param>
/// <param name="most">The length that the file is not to exceed.</param>
internal sealed class LargeSpace(LargeFile file, long most) : IDisposable
{
    private const long WorthIt = 16L << 20;

    private readonly Lock _lock = new();
    private readonly string _lockPath = $"{file.Path}-lock";
    private readonly List<Extent> _given = [];
    private FreeSpace? _space;
    private SafeFileHandle? _mine;
    private long _bytesGiven;
    private bool _closed;

    /// <summary>Whether this program gives out room.</summary>
    public bool IsMine
    {
        get
        {
            lock (_lock) return _space is not null;
        }
    }

    /// <summary>Whether so much has been given back that it is worth finding out whether it can be used.</summary>
    public bool HasMuch => Interlocked.Read(ref _bytesGiven) >= WorthIt;

    /// <summary>Begins to give out room, unless another program does.</summary>
    /// <param name="connection">The writer's, outside of a transaction: nobody frees anything meanwhile.</param>
    public bool Begin(Connection connection)
    {
        lock (_lock)
        {
            if (_space is not null) return true;
            // What has gone from the tables by now is gone for everybody, and for good, or we wait until it is.
            if (_closed || !Lock() || !connection.Checkpoint(wait: true)) return false;
            try
            {
                IReadOnlyList<Extent> used = Extents.List(connection);
                file.Begins(connection, used.Count > 0);
                Forget();
                _space = FreeSpace.Without(LargeFile.Begin, most, used);
                return true;
            }
            finally
            {
                if (_space is null) Unlock();
            }
        }
    }

    /// <summary>Room, or null where there is none.</summary>
    public Extent? Take(long length)
    {
        lock (_lock) return _space?.Take(length);
    }

    /// <summary>Gives room back.</summary>
    public void Give(IReadOnlyCollection<Extent> extents)
    {
        lock (_lock) _given.AddRange(extents);
        Interlocked.Add(ref _bytesGiven, extents.Sum(extent => extent.Length));
    }

    /// <summary>Gives room back that was taken a moment ago, and in which nothing was ever said to be.</summary>
    /// <param name="room">All that was taken.</param>
    /// <param name="used">How much of it stays taken.</param>
    public void GiveRest(Extent room, long used)
    {
        lock (_lock) _space?.GiveRest(room, used);
    }

    /// <summary>Uses again what has been given back until now, if nobody can see it any more.</summary>
    /// <param name="connection">The writer's, outside of a transaction.</param>
    /// <param name="wait">Whether to wait for readers.</param>
    public void Reclaim(Connection connection, bool wait)
    {
        int count;
        lock (_lock) count = _given.Count;
        if (count == 0 || !connection.Checkpoint(wait)) return;
        lock (_lock)
        {
            foreach (Extent extent in _given.Take(count)) _space?.Give(extent);
            Interlocked.Add(ref _bytesGiven, -_given.Take(count).Sum(extent => extent.Length));
            _given.RemoveRange(0, count);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _space = null;
            Unlock();
        }
    }

    private void Forget()
    {
        _given.Clear();
        Interlocked.Exchange(ref _bytesGiven, 0);
    }

    private bool Lock()
    {
        try
        {
            _mine ??= File.OpenHandle(_lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Unlock()
    {
        _mine?.Dispose();
        _mine = null;
    }
}
