using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// Fully connected layers with ReLU between them; two hidden layers of 200 are the "2NN" of McMahan et al. 2017 (199,210 parameters on
/// MNIST).
/// </summary>
public sealed record Mlp : IArchitecture
{
    /// <summary>The widths of the hidden layers, each at least one.</summary>
    public IReadOnlyList<int> Hidden { get; init => field = Hyperparameter.EachAtLeastOne(value); } = [200, 200];

    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization) =>
        Classifier.Build(data, capacity, initialization, builder =>
        {
            int[] widths = [data.FeatureCount, .. Hidden, data.Classes];
            Linear[] layers = [.. Enumerable.Range(1, Hidden.Count + 1)
                .Select(i => new Linear(builder.Scope($"fc{i}"), widths[i - 1], widths[i]))];
            return x =>
            {
                Tensor features = layers[..^1].Aggregate(x.Reshape(data.FeatureCount), (hidden, layer) => layer.Forward(hidden).Relu());
                return (features, layers[^1].Forward(features));
            };
        });
}
