using Tributary.Tests;

namespace Tributary.Core.Tests;

public sealed class MemoryBlobIntakeTests : BlobIntakeTests
{
    protected override (IBlobStore Blobs, IBlobDrafts Drafts, IBlobIntake Intake) Create()
    {
        var blobs = new MemoryBlobStore();
        return (blobs, blobs, blobs);
    }
}
