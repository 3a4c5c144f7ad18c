namespace Tributary.Tensors;

/// <summary>A two-dimensional convolution with stride one: (B, H, W, in) to (B, H', W', out).</summary>
public sealed class Conv2d
{
    private readonly Tensor _weight, _bias;
    private readonly bool _same;

    /// <summary>Declares <c>weight</c> (size, size, in, out) and <c>bias</c> (out), both uniform within 1 / sqrt(size^2 in).</summary>
    /// <param name="builder">Where they are declared.</param>
    /// <param name="inputs">Channels of the images.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="size">Rows and columns of the window.</param>
    /// <param name="same">Whether zeros around the images keep H and W; otherwise they shrink by size - 1.</param>
    public Conv2d(ParameterBuilder builder, int inputs, int outputs, int size, bool same = true)
    {
        Initializer initializer = Initializer.Uniform(size * size * inputs);
        _weight = builder.Parameter("weight", [size, size, inputs, outputs], initializer);
        _bias = builder.Parameter("bias", [outputs], initializer);
        _same = same;
    }

    /// <summary>(B, H, W, in) to (B, H', W', out).</summary>
    public Tensor Forward(Tensor images) => images.Conv2d(_weight, _bias, _same);
}
