using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Content by its digest: what runs show, and what researchers bring.</summary>
internal sealed class BlobEndpoints(
    FieldRuns runs, ServerStore store, UploadReceiver receiver, ChunkLists chunks, BroughtModels brought, ServerMetrics metrics,
    ServerLimits limits, ProtocolVersion version)
{
    public IEnumerable<Operation> Operations
    {
        get
        {
            yield return new("GET", Routes.Blobs + "/{digest}", Access.Everybody, "Sends a blob, or a range of it.", SendAsync)
            {
                Content = "application/octet-stream",
            };
            yield return new("HEAD", Routes.Blobs + "/{digest}", Access.Everybody, "Says how long a blob is.", SendAsync);
            if (version.IsAtLeast(ProtocolVersion.Chunks))
                yield return new("GET", Routes.Blobs + "/{digest}/chunks", Access.Everybody,
                    "Lists the digests of a blob's chunks.", ListChunksAsync)
                {
                    Answer = ProtocolJson.Default.ChunksMessage,
                };
            yield return new("HEAD", Routes.Uploads + "/{digest}", Access.Researcher, "Says how much of an upload has arrived.", TellAsync)
            {
                Status = 204,
            };
            yield return new("PATCH", Routes.Uploads + "/{digest}", Access.Researcher, "Uploads a model, or the rest of it.", UploadAsync)
            {
                Content = UploadReceiver.ContentType,
                Status = 204,
                MaximumBody = null,
            };
        }
    }

    private Task SendAsync(Call call) => BlobSender.SendAsync(call, Readable(call), store.Blobs, metrics);

    private async Task ListChunksAsync(Call call) =>
        await call.WriteAsync(await chunks.GetAsync(Readable(call)), ProtocolJson.Default.ChunksMessage);

    private Task TellAsync(Call call) => receiver.TellAsync(call, call.Blob, Draft(call), brought.Has(call.Caller.Name, call.Blob));

    private async Task UploadAsync(Call call)
    {
        (string person, BlobId blob) = (call.Caller.Name, call.Blob);
        long length = UploadReceiver.LengthOf(call.Http);
        if (length > limits.ModelBytes) throw Refuse.TooLarge(limits.ModelBytes);
        string owner = BroughtModels.OwnerOf(person);
        if (await receiver.ReceiveAsync(call, blob, Draft(call), owner, length, brought.Has(person, blob)))
            brought.Note(person, blob);
    }

    private BlobId Readable(Call call) => runs.MayRead(call.Caller, call.Blob) ? call.Blob : throw Refuse.NotFound();

    private static string Draft(Call call) => $"upload/{call.Caller.Name}/{call.Blob}";
}
