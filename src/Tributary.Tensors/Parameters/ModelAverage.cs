namespace Tributary.Tensors;

/// <summary>A running mean of a model's values over all models that were published, in tensors of the model that are not trained.</summary>
/// <remarks>
/// The mean of the first models, then exponential: the n-th counts as 1 / n, or as 1 - decay where that is more, so that the values the run
/// began with never count (Polyak, Juditsky, SIAM J. Control Optim. 30 (1992); with decay as in Karras et al., arXiv:1710.10196, section
/// A.1). <see cref="ParameterBuilder.KeepAverage"/> declares the tensors.
/// </remarks>
public static class ModelAverage
{
    internal const string Scope = "average.", Decay = Scope + "decay", Models = Scope + "models";

    /// <summary>Lets the means of a model that has them follow its values; does nothing to another.</summary>
    /// <param name="model">The model as it is published; only its means change.</param>
    public static void Follow(ParameterSet model)
    {
        if (model.Layout.Find(Models) is null) return;
        double count = model[Models][0] += 1; // exact up to 2^24 models
        double share = Math.Max(1 / count, 1 - model[Decay][0]);
        foreach (ParameterEntry entry in Kept(model.Layout))
        {
            ReadOnlySpan<float> values = model[entry.Name];
            Span<float> mean = model[Scope + entry.Name];
            for (int i = 0; i < mean.Length; i++) mean[i] = (float)(mean[i] + share * ((double)values[i] - mean[i]));
        }
    }

    /// <summary>The model with its means in place of its values; the model itself where it has none, or none yet.</summary>
    public static ParameterSet Of(ParameterSet model)
    {
        if (model.Layout.Find(Models) is null || model[Models][0] == 0) return model;
        ParameterSet averaged = model.Clone();
        foreach (ParameterEntry entry in Kept(model.Layout)) model[Scope + entry.Name].CopyTo(averaged[entry.Name]);
        return averaged;
    }

    private static IEnumerable<ParameterEntry> Kept(ParameterLayout layout) => layout.Entries.Where(entry => entry.Trainable);
}
