namespace Tributary.Core;

/// <summary>The published models of a run in a blob store.</summary>
/// <param name="store">Keeps them.</param>
/// <param name="begin">Makes the model that the run started from, with the optimizer's fresh state.</param>
internal sealed class ModelArchive(IBlobStore store, Func<ModelState> begin)
{
    /// <summary>Publishes version zero.</summary>
    public ValueTask<ModelVersion> BeginAsync() => PutAsync(begin(), 0);

    public async ValueTask<ModelVersion> PutAsync(ModelState state, int number) => new(
        number,
        await store.GiveAsync(ModelCodec.Write(state.Model)),
        await store.GiveAsync(ModelCodec.Write(state.Optimizer)));

    public async ValueTask<ModelState> GetAsync(ModelVersion version)
    {
        ModelState state = begin();
        ModelCodec.Read(await store.GetAsync(version.Model), state.Model.Layout).CopyTo(state.Model.Values);
        ModelCodec.Read(await store.GetAsync(version.Optimizer), state.Optimizer);
        return state;
    }

    /// <summary>Keeps what stages publish with a model.</summary>
    /// <returns>Its addresses by stage, or null where they publish nothing.</returns>
    public async ValueTask<IReadOnlyDictionary<string, BlobId>?> PutAsync(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> documents)
    {
        var kept = new Dictionary<string, BlobId>(StringComparer.Ordinal);
        foreach ((string stage, ReadOnlyMemory<byte> document) in documents) kept[stage] = await store.GiveAsync(document);
        return kept.Count == 0 ? null : kept;
    }

    /// <summary>Deletes what nobody needs any more.</summary>
    public async ValueTask ForgetAsync(IEnumerable<BlobId> blobs)
    {
        foreach (BlobId blob in blobs) await store.DeleteAsync(blob);
    }
}
