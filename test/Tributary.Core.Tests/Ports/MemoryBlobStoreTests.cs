using Tributary.Tests;

namespace Tributary.Core.Tests;

public sealed class MemoryBlobStoreTests : BlobStoreTests
{
    protected override IBlobStore Create() => new MemoryBlobStore();
}
