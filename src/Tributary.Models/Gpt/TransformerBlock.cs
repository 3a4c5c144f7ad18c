using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>x + attention(norm(x)), then x + mlp(norm(x)).</summary>
internal sealed class TransformerBlock
{
    private readonly Func<Tensor, Tensor> _norm1, _norm2;
    private readonly Projection _queryKeyValue, _attended, _hidden, _output;
    private readonly Gpt _options;

    /// <summary>
    /// Declares the block under the names of GPT-2: <c>ln_1</c>, <c>attn.c_attn</c>, <c>attn.c_proj</c>, <c>ln_2</c>, <c>mlp.c_fc</c>,
    /// <c>mlp.c_proj</c>.
    /// </summary>
    public TransformerBlock(ParameterBuilder builder, Gpt options, Initializer weight, Initializer residual)
    {
        ParameterBuilder attention = builder.Scope("attn"), mlp = builder.Scope("mlp");
        int width = options.Width, hidden = options.HiddenWidth;
        _options = options;
        _norm1 = options.MakeNorm(builder.Scope("ln_1"));
        _queryKeyValue = new Projection(attention, "c_attn", width, options.QueryKeyValueParts, options, weight);
        _attended = new Projection(attention, "c_proj", width, options.AttendedParts, options, residual);
        _norm2 = options.MakeNorm(builder.Scope("ln_2"));
        _hidden = new Projection(mlp, "c_fc", width, options.HiddenParts, options, weight);
        _output = new Projection(mlp, "c_proj", hidden, options.OutputParts, options, residual);
    }

    /// <summary>(..., width) to the same shape.</summary>
    /// <param name="x">(B, T, width), or (T, width) where positions are examples.</param>
    /// <param name="attend">Queries, keys and values side by side to what each position takes from the others.</param>
    public Tensor Forward(Tensor x, Func<Tensor, Tensor> attend)
    {
        float dropout = (float)_options.Dropout;
        x += _attended.Forward(attend(_queryKeyValue.Forward(_norm1(x)))).Dropout(dropout);
        Tensor hidden = _hidden.Forward(_norm2(x));
        hidden = _options.Activation == GptActivation.Gelu ? hidden.Gelu() : hidden.Swiglu();
        return x + _output.Forward(hidden).Dropout(dropout);
    }
}
