using System.Collections.Concurrent;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>What researchers have uploaded, until a job has had time to name it; after a restart it is uploaded again.</summary>
internal sealed class BroughtModels(SharedBlobs blobs, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Person, BlobId Blob), DateTimeOffset> _brought = new();

    /// <summary>Who holds what a person has brought.</summary>
    public static string OwnerOf(string person) => $"uploads/{person}";

    /// <summary>A person has brought all of a blob.</summary>
    public void Note(string person, BlobId blob) => _brought[(person, blob)] = clock.GetUtcNow();

    /// <summary>Whether a person has brought a blob: a job is not to name what somebody else has sent.</summary>
    public bool Has(string person, BlobId blob) => _brought.ContainsKey((person, blob));

    /// <summary>Lets go of what was brought before a moment; what a run needs stays.</summary>
    /// <returns>How many uploads that were.</returns>
    public async Task<int> ForgetBeforeAsync(DateTimeOffset before)
    {
        int forgotten = 0;
        foreach (((string person, BlobId blob) upload, DateTimeOffset at) in _brought.Where(brought => brought.Value < before).ToArray())
        {
            if (!_brought.TryRemove(new(upload, at))) continue; // it has been brought again
            await blobs.ReleaseAsync(upload.blob, OwnerOf(upload.person));
            forgotten++;
        }
        return forgotten;
    }
}
