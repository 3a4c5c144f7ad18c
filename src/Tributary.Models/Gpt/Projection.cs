using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>A linear layer, with low-rank additions to some of its columns where there is an adapter.</summary>
internal sealed class Projection
{
    private readonly Linear _base;
    private readonly List<(LowRankProjection Addition, GptPart Part)> _additions = [];
    private readonly float _scale;
    private readonly int _width;

    /// <summary>Declares <c>weight</c> and, where wanted, <c>bias</c>, and for each part with an adapter its matrices.</summary>
    /// <param name="scope">What the parts stand in, such as <c>attn</c>.</param>
    /// <param name="name">The layer's own name.</param>
    /// <param name="inputs">The width of what goes in.</param>
    /// <param name="parts">The columns, by the names of the field; one alone may have the layer's name.</param>
    /// <param name="options">The network's.</param>
    /// <param name="weight">First values of the weight.</param>
    public Projection(ParameterBuilder scope, string name, int inputs, IReadOnlyList<GptPart> parts, Gpt options, Initializer weight)
    {
        _width = parts.Sum(part => part.Width);
        _base = new Linear(
            options.Base(scope).Scope(name), inputs, _width, weight, options.Bias ? Initializer.Zeros : null);
        if (options.Adapter is not { } adapter) return;
        _scale = adapter.Scale;
        foreach (GptPart part in parts.Where(part => options.Targets.Contains(part.Name)))
        {
            _additions.Add((new LowRankProjection(scope.Scope(part.Name), inputs, part.Width, adapter), part));
        }
    }

    /// <summary>(..., inputs) to (..., all columns).</summary>
    public Tensor Forward(Tensor x)
    {
        Tensor y = _base.Forward(x);
        foreach ((LowRankProjection low, GptPart part) in _additions)
        {
            Tensor addition = low.Forward(x) * _scale;
            y = part.Width == _width ? y + addition : y.AddColumns(addition, part.Start);
        }
        return y;
    }
}
