namespace Tributary.Tensors;

/// <summary>How a parameter gets its first values.</summary>
public sealed class Initializer
{
    private readonly Func<RandomStream, float> _draw;

    private Initializer(Func<RandomStream, float> draw) => _draw = draw;

    /// <summary>All zero.</summary>
    public static Initializer Zeros { get; } = Constant(0);

    /// <summary>All one.</summary>
    public static Initializer Ones { get; } = Constant(1);

    /// <summary>All <paramref name="value"/>.</summary>
    public static Initializer Constant(float value) => new(_ => value);

    /// <summary>Uniform within 1 / sqrt(<paramref name="fanIn"/>) of zero: PyTorch's choice for linear layers and convolutions.</summary>
    public static Initializer Uniform(int fanIn) => Within(1 / MathF.Sqrt(fanIn));

    /// <summary>Normal around zero with the given standard deviation.</summary>
    public static Initializer Normal(float standardDeviation) => new(stream => standardDeviation * (float)stream.NextNormal());

    /// <summary>Uniform within sqrt(6 / (in + out)) of zero.</summary>
    /// <remarks>Glorot, Bengio: Understanding the difficulty of training deep feedforward networks, AISTATS 2010, equation 16.</remarks>
    public static Initializer XavierUniform(int fanIn, int fanOut) => Within(MathF.Sqrt(6f / (fanIn + fanOut)));

    internal void Fill(Span<float> values, RandomStream stream)
    {
        foreach (ref float value in values) value = _draw(stream);
    }

    private static Initializer Within(float bound) => new(stream => (2 * stream.NextSingle() - 1) * bound);
}
