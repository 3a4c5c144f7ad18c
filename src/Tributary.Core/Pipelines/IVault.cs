namespace Tributary.Core;

/// <summary>A client's durable memory between rounds: residuals, control variates, personal parts. It never leaves the client.</summary>
public interface IVault
{
    /// <summary>What was last kept under <paramref name="name"/>, or null; not to be changed.</summary>
    ValueTask<float[]?> LoadAsync(string name, CancellationToken cancellation = default);

    /// <summary>Keeps all of <paramref name="values"/> by their names, or nothing; takes ownership.</summary>
    ValueTask StoreAsync(IReadOnlyDictionary<string, float[]> values, CancellationToken cancellation = default);
}
