using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Storage.Tests;

public sealed class SqliteBlobIntakeTests : BlobIntakeTests, IAsyncDisposable
{
    private readonly Stores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    protected override (IBlobStore Blobs, IBlobDrafts Drafts, IBlobIntake Intake) Create()
    {
        var blobs = new SqliteBlobStore(_stores.Open());
        return (blobs, blobs, blobs);
    }
}
