using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>One linear layer and a softmax (multinomial logistic regression); starts from zero, as a convex problem may.</summary>
public sealed record LogisticRegression : IArchitecture
{
    /// <inheritdoc/>
    public Model Build(DataShape data, int capacity, RandomStream initialization) =>
        Classifier.Build(data, capacity, initialization, builder =>
        {
            var linear = new Linear(builder.Scope("linear"), data.FeatureCount, data.Classes, Initializer.Zeros, Initializer.Zeros);
            return x =>
            {
                Tensor features = x.Reshape(data.FeatureCount);
                return (features, linear.Forward(features));
            };
        });
}
