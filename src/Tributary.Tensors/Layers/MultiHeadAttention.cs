namespace Tributary.Tensors;

/// <summary>Self-attention with learnt projections: (B, T, width) to the same shape.</summary>
/// <remarks>Vaswani et al.: Attention is all you need, NeurIPS 2017, section 3.2.2.</remarks>
public sealed class MultiHeadAttention
{
    private readonly int _heads;
    private readonly bool _causal;
    private readonly Linear _input, _output;

    /// <summary>Declares <c>qkv</c> (width to 3 width) and <c>proj</c> (width to width), each as <see cref="Linear"/> does.</summary>
    public MultiHeadAttention(ParameterBuilder builder, int width, int heads, bool causal)
        : this(new Linear(builder.Scope("qkv"), width, 3 * width), new Linear(builder.Scope("proj"), width, width), heads, causal)
    {
    }

    /// <summary>Uses the given projections.</summary>
    public MultiHeadAttention(Linear input, Linear output, int heads, bool causal)
    {
        _input = input;
        _output = output;
        _heads = heads;
        _causal = causal;
    }

    /// <summary>(B, T, width) to the same shape.</summary>
    public Tensor Forward(Tensor x) => _output.Forward(_input.Forward(x).Attention(_heads, _causal));
}
