namespace Tributary.Tensors;

/// <summary>A learnt vector for each number: indices (B, ...) to (B, ..., width).</summary>
public sealed class Embedding
{
    /// <summary>Declares <c>weight</c> (count, width), normal with the given standard deviation.</summary>
    public Embedding(ParameterBuilder builder, int count, int width, float standardDeviation = 1) =>
        Weight = builder.Parameter("weight", [count, width], Initializer.Normal(standardDeviation));

    /// <summary>The table, (count, width).</summary>
    public Tensor Weight { get; }

    /// <summary>(B, ...) to (B, ..., width).</summary>
    public Tensor Forward(Indices indices) => Weight.Embedding(indices);
}
