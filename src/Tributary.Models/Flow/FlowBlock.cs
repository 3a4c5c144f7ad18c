using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>
/// A transformer block whose norms are shifted and scaled, and whose branches are gated, by a condition; starts as the identity.
/// </summary>
/// <remarks>adaLN-Zero of Peebles, Xie: Scalable diffusion models with transformers, arXiv:2212.09748, section 3.2.</remarks>
public sealed class FlowBlock
{
    private readonly MultiHeadAttention _attention;
    private readonly FeedForward _mlp;
    private readonly Linear[] _modulation;

    /// <summary>Declares <c>attention</c>, <c>mlp</c> and the six modulations of a block of the given width.</summary>
    public FlowBlock(ParameterBuilder builder, int width, int heads)
    {
        _attention = new MultiHeadAttention(builder.Scope("attention"), width, heads, causal: false);
        _mlp = new FeedForward(builder.Scope("mlp"), width, 4 * width);
        string[] names = ["shift1", "scale1", "gate1", "shift2", "scale2", "gate2"];
        _modulation = [.. names.Select(name => new Linear(builder.Scope(name), width, width, Initializer.Zeros, Initializer.Zeros))];
    }

    /// <summary>x (B, P, C) under condition (B, C), to the shape of x.</summary>
    public Tensor Forward(Tensor x, Tensor condition)
    {
        Tensor[] m = [.. _modulation.Select(linear => linear.Forward(condition))];
        x += _attention.Forward(x.LayerNorm().Modulate(m[0], m[1])).Gate(m[2]);
        return x + _mlp.Forward(x.LayerNorm().Modulate(m[3], m[4])).Gate(m[5]);
    }
}
