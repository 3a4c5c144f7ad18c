namespace Tributary.Models;

/// <summary>The families of networks whose checkpoints are known.</summary>
internal static class CheckpointLayouts
{
    private static readonly ICheckpointLayout[] _all = [new Gpt2Layout(), new LlamaLayout()];

    /// <summary>The family of a configuration.</summary>
    /// <exception cref="CheckpointException">It is none of those that are known.</exception>
    public static ICheckpointLayout Named(string? type) => _all.FirstOrDefault(layout => layout.Type == type)
        ?? throw new CheckpointException(CheckpointFault.Unsupported,
            $"The checkpoint is of a network of type '{type ?? "unknown"}' ('model_type'), which is not computed here. "
            + $"Use one of type {string.Join(" or ", _all.Select(layout => $"'{layout.Type}'"))}.");

    /// <summary>The family that knows a network.</summary>
    /// <exception cref="CheckpointException">None does.</exception>
    public static ICheckpointLayout Of(Gpt gpt)
    {
        if (gpt.Adapter is not null)
            throw new CheckpointException(CheckpointFault.NotExportable,
                "The model is a network with an adapter beside it, which a whole checkpoint has no place for. "
                + "Merge it, or export the adapter alone.");
        return _all.FirstOrDefault(layout => layout.Objection(gpt) is null)
            ?? throw new CheckpointException(CheckpointFault.NotExportable,
                $"Other programs know no such network: {string.Join("; ", _all.Select(layout => layout.Objection(gpt)))}. "
                + "Train a model with the options of one of them.");
    }
}
