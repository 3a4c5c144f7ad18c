using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>(x - mean) scale on every feature, where mean and scale are statistics of the federation that travel with the model.</summary>
public sealed class Normalization
{
    private readonly Tensor _mean, _scale;

    /// <summary>Declares <c>mean</c> (features), zeros, and <c>scale</c> (features), ones; neither is trained.</summary>
    public Normalization(ParameterBuilder builder, int features)
    {
        _mean = builder.Buffer("mean", [features], Initializer.Zeros);
        _scale = builder.Buffer("scale", [features], Initializer.Ones);
    }

    /// <summary>(B, features) to the same shape.</summary>
    public Tensor Forward(Tensor x) => (x - _mean) * _scale;
}
