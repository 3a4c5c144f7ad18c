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

    /// <summary>Deletes documents.</summary>
    public async ValueTask ForgetAsync(IEnumerable<BlobId> documents)
    {
        foreach (BlobId document in documents) await store.DeleteAsync(document);
    }

    /// <summary>Deletes what <paramref name="old"/> does not share with the version that replaced it.</summary>
    public async ValueTask ForgetAsync(ModelVersion old, ModelVersion current)
    {
        if (old.Model != current.Model) await store.DeleteAsync(old.Model);
        if (old.Optimizer != current.Optimizer) await store.DeleteAsync(old.Optimizer);
    }
}
