namespace Tributary.Tensors;

/// <summary>Divides the last extent by its root mean square, then scales it by learnt factors.</summary>
public sealed class RmsNorm
{
    private readonly Tensor _weight;
    private readonly float _epsilon;

    /// <summary>Declares <c>weight</c> (width), ones.</summary>
    public RmsNorm(ParameterBuilder builder, int width, float epsilon = 1e-5f)
    {
        _weight = builder.Parameter("weight", [width], Initializer.Ones);
        _epsilon = epsilon;
    }

    /// <summary>(..., width) to the same shape.</summary>
    public Tensor Forward(Tensor x) => x.RmsNorm(_weight, _epsilon);
}
