using System.Collections.Concurrent;

namespace Tributary.Training;

/// <summary>Things that are expensive to make and used by one thread at a time: as many exist as were ever in use together.</summary>
public sealed class Pool<T>(Func<T> make) where T : class
{
    private readonly ConcurrentBag<T> _idle = [];

    /// <summary>Calls <paramref name="use"/> with an item that nobody else has meanwhile.</summary>
    public TResult Use<TResult>(Func<T, TResult> use)
    {
        T item = _idle.TryTake(out T? idle) ? idle : make();
        try
        {
            return use(item);
        }
        finally
        {
            _idle.Add(item);
        }
    }
}
