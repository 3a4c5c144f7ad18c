using Tributary.Core;

namespace Tributary.Server;

/// <summary>One store for many owners: equal content is one blob, and it goes when the last of them lets go of it.</summary>
internal sealed class SharedBlobs(IBlobStore inner) : IDisposable
{
    private const int Stripes = 64;

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly Dictionary<BlobId, HashSet<string>>[] _owners =
        [.. Enumerable.Range(0, Stripes).Select(_ => new Dictionary<BlobId, HashSet<string>>())];

    public IBlobStore Inner => inner;

    /// <summary>The store as one owner sees it.</summary>
    public IBlobStore For(string owner) => new OwnedBlobs(this, owner);

    /// <summary>Notes that an owner needs a blob, whether it is there already or not.</summary>
    public async ValueTask HoldAsync(BlobId blob, string owner)
    {
        int stripe = StripeOf(blob);
        await _turns[stripe].WaitAsync();
        try
        {
            if (!_owners[stripe].TryGetValue(blob, out HashSet<string>? owners))
                _owners[stripe][blob] = owners = new(StringComparer.Ordinal);
            owners.Add(owner);
        }
        finally
        {
            _turns[stripe].Release();
        }
    }

    /// <summary>Notes that an owner does not need a blob any more, and deletes it where nobody does.</summary>
    public async ValueTask ReleaseAsync(BlobId blob, string owner)
    {
        int stripe = StripeOf(blob);
        await _turns[stripe].WaitAsync(); // nobody begins to need it while it is deleted
        try
        {
            if (_owners[stripe].TryGetValue(blob, out HashSet<string>? owners))
            {
                owners.Remove(owner);
                if (owners.Count > 0) return;
                _owners[stripe].Remove(blob);
            }
            await inner.DeleteAsync(blob);
        }
        finally
        {
            _turns[stripe].Release();
        }
    }

    public void Dispose()
    {
        foreach (SemaphoreSlim turn in _turns) turn.Dispose();
    }

    private static int StripeOf(BlobId blob) => (int)((uint)blob.GetHashCode() % Stripes);
}
