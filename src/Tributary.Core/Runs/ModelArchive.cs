namespace Tributary.Core;

/// <summary>The published models of a run in a blob store.</summary>
/// <param name="store">Keeps them.</param>
/// <param name="begin">Makes the model that the run started from, with the optimizer's fresh state.</param>
internal sealed class ModelArchive(IBlobStore store, Func<ModelState> begin)
{
    /// <summary>Publishes version zero.</summary>
    public ValueTask<ModelVersion> BeginAsync(CancellationToken cancellation) => PutAsync(begin(), 0, cancellation);

    public async ValueTask<ModelVersion> PutAsync(ModelState state, int number, CancellationToken cancellation) => new(
        number,
        await store.PutAsync(ModelCodec.Write(state.Model), cancellation),
        await store.PutAsync(ModelCodec.Write(state.Optimizer), cancellation));

    public async ValueTask<ModelState> GetAsync(ModelVersion version, CancellationToken cancellation)
    {
        ModelState state = begin();
        ModelCodec.Read(await store.GetAsync(version.Model, cancellation), state.Model.Layout).CopyTo(state.Model.Values);
        ModelCodec.Read(await store.GetAsync(version.Optimizer, cancellation), state.Optimizer);
        return state;
    }

    /// <summary>Deletes what <paramref name="old"/> does not share with the version that replaced it.</summary>
    public async ValueTask ForgetAsync(ModelVersion old, ModelVersion current, CancellationToken cancellation)
    {
        if (old.Model != current.Model) await store.DeleteAsync(old.Model, cancellation);
        if (old.Optimizer != current.Optimizer) await store.DeleteAsync(old.Optimizer, cancellation);
    }
}
