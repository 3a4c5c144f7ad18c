namespace Tributary.Tensors;

/// <summary>Normalises the last extent to mean zero and variance one, then scales and shifts it by learnt factors.</summary>
public sealed class LayerNorm
{
    private readonly Tensor _weight, _bias;
    private readonly float _epsilon;

    /// <summary>Declares <c>weight</c> (width), ones, and <c>bias</c> (width), zeros.</summary>
    public LayerNorm(ParameterBuilder builder, int width, float epsilon = 1e-5f)
    {
        _weight = builder.Parameter("weight", [width], Initializer.Ones);
        _bias = builder.Parameter("bias", [width], Initializer.Zeros);
        _epsilon = epsilon;
    }

    /// <summary>(..., width) to the same shape.</summary>
    public Tensor Forward(Tensor x) => x.LayerNorm(_weight, _bias, _epsilon);
}
