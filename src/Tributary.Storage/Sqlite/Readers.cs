using System.Collections.Concurrent;

namespace Tributary.Storage;

/// <summary>Connections for reading, kept for the next reader.</summary>
/// <remarks>
/// They are opened for reading only, so the writer's alone checkpoints: what goes wrong when two connections do so at once cannot.
/// </remarks>
internal sealed class Readers(string path) : IDisposable
{
    private const int MostIdle = 16;

    private readonly ConcurrentQueue<Connection> _idle = new();
    private volatile bool _closed;

    public T Read<T>(Func<Connection, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStore));
        if (!_idle.TryDequeue(out Connection? connection)) connection = Connection.Open(path, OpenAs.Reader);
        try
        {
            return read(connection);
        }
        finally
        {
            if (_idle.Count < MostIdle) _idle.Enqueue(connection);
            else connection.Dispose();
            if (_closed) Close();
        }
    }

    public void Dispose()
    {
        _closed = true;
        Close();
    }

    private void Close()
    {
        while (_idle.TryDequeue(out Connection? connection)) connection.Dispose();
    }
}
