using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>x + attention(norm(x)), then x + mlp(norm(x)).</summary>
public sealed class TransformerBlock
{
    private readonly LayerNorm _norm1, _norm2;
    private readonly MultiHeadAttention _attention;
    private readonly FeedForward _mlp;
    private readonly float _dropout;

    /// <summary>
    /// Declares the block under the names of GPT-2: <c>ln_1</c>, <c>attn.c_attn</c>, <c>attn.c_proj</c>, <c>ln_2</c>, <c>mlp.c_fc</c>,
    /// <c>mlp.c_proj</c>.
    /// </summary>
    public TransformerBlock(ParameterBuilder builder, int width, int heads, Initializer weight, Initializer residual, float dropout)
    {
        ParameterBuilder attention = builder.Scope("attn"), mlp = builder.Scope("mlp");
        _norm1 = new LayerNorm(builder.Scope("ln_1"), width);
        _attention = new MultiHeadAttention(
            new Linear(attention.Scope("c_attn"), width, 3 * width, weight, Initializer.Zeros),
            new Linear(attention.Scope("c_proj"), width, width, residual, Initializer.Zeros), heads, causal: true);
        _norm2 = new LayerNorm(builder.Scope("ln_2"), width);
        _mlp = new FeedForward(
            new Linear(mlp.Scope("c_fc"), width, 4 * width, weight, Initializer.Zeros),
            new Linear(mlp.Scope("c_proj"), 4 * width, width, residual, Initializer.Zeros));
        _dropout = dropout;
    }

    /// <summary>(B, T, width) to the same shape.</summary>
    public Tensor Forward(Tensor x)
    {
        x += _attention.Forward(_norm1.Forward(x)).Dropout(_dropout);
        return x + _mlp.Forward(_norm2.Forward(x)).Dropout(_dropout);
    }
}
