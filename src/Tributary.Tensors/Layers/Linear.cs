namespace Tributary.Tensors;

/// <summary>y = x W + bias over the last extent: (..., in) to (..., out).</summary>
public sealed class Linear
{
    private readonly Tensor? _bias;

    /// <summary>Declares <c>weight</c> (in, out) and <c>bias</c> (out), both uniform within 1 / sqrt(in).</summary>
    public Linear(ParameterBuilder builder, int inputs, int outputs, bool bias = true)
        : this(builder, inputs, outputs, Initializer.Uniform(inputs), bias ? Initializer.Uniform(inputs) : null)
    {
    }

    /// <summary>Declares <c>weight</c> (in, out) and, unless <paramref name="bias"/> is null, <c>bias</c> (out).</summary>
    public Linear(ParameterBuilder builder, int inputs, int outputs, Initializer weight, Initializer? bias)
    {
        Weight = builder.Parameter("weight", [inputs, outputs], weight);
        _bias = bias is null ? null : builder.Parameter("bias", [outputs], bias);
    }

    /// <summary>(in, out).</summary>
    public Tensor Weight { get; }

    /// <summary>(..., in) to (..., out).</summary>
    public Tensor Forward(Tensor x) => _bias is null ? x.MatMul(Weight) : x.Linear(Weight, _bias);
}
