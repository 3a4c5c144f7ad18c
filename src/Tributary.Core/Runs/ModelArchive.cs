using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>The published models of a run in a blob store.</summary>
internal sealed class ModelArchive(IBlobStore store, ParameterLayout layout)
{
    public async ValueTask<ModelVersion> PutAsync(ModelState state, int number, CancellationToken cancellation) => new(
        number,
        await store.PutAsync(ModelCodec.Write(state.Model), cancellation),
        await store.PutAsync(ModelCodec.Write(state.Optimizer), cancellation));

    public async ValueTask<ModelState> GetAsync(ModelVersion version, CancellationToken cancellation) => new(
        ModelCodec.ReadModel(await store.GetAsync(version.Model, cancellation), layout),
        ModelCodec.ReadOptimizer(await store.GetAsync(version.Optimizer, cancellation)));

    /// <summary>Deletes what <paramref name="old"/> does not share with the version that replaced it.</summary>
    public async ValueTask ForgetAsync(ModelVersion old, ModelVersion current, CancellationToken cancellation)
    {
        if (old.Model != current.Model) await store.DeleteAsync(old.Model, cancellation);
        if (old.Optimizer != current.Optimizer) await store.DeleteAsync(old.Optimizer, cancellation);
    }
}
