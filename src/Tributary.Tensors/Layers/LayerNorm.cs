namespace Tributary.Tensors;

/// <summary>
/// Normalises the last extent to mean zero and variance one, then scales it, and shifts it unless told otherwise, by learnt numbers.
/// </summary>
public sealed class LayerNorm
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly float _epsilon;

    /// <summary>Declares <c>weight</c> (width), ones, and, where there is one, <c>bias</c> (width), zeros.</summary>
    public LayerNorm(ParameterBuilder builder, int width, float epsilon = 1e-5f, bool bias = true)
    {
        _weight = builder.Parameter("weight", [width], Initializer.Ones);
        _bias = bias ? builder.Parameter("bias", [width], Initializer.Zeros) : null;
        _epsilon = epsilon;
    }

    /// <summary>(..., width) to the same shape.</summary>
    public Tensor Forward(Tensor x) =>
        _bias is null ? x.LayerNorm(_weight, _epsilon) : x.LayerNorm(_weight, _bias, _epsilon);
}
