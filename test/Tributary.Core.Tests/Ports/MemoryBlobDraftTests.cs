using Tributary.Tests;

namespace Tributary.Core.Tests;

public sealed class MemoryBlobDraftTests : BlobDraftTests
{
    protected override (IBlobStore Blobs, IBlobDrafts Drafts) Create(TimeProvider clock)
    {
        var store = new MemoryBlobStore(clock);
        return (store, store);
    }
}
