using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>AdamW that shrinks matrices and not vectors, as nanoGPT divides them: an optimizer for each stretch of like tensors.</summary>
internal sealed class DecayGroups
{
    private readonly Parameters _parameters;
    private readonly List<Group> _groups = [];

    /// <summary>Divides the trainable tensors of a model.</summary>
    /// <param name="parameters">The model's.</param>
    /// <param name="optimizer">For matrices and whatever has more extents; vectors get the same without decay.</param>
    public DecayGroups(Parameters parameters, AdamW optimizer)
    {
        _parameters = parameters;
        AdamW plain = optimizer with { WeightDecay = 0 };
        foreach (ParameterEntry entry in parameters.Layout.Entries.Where(entry => entry.Trainable))
        {
            AdamW own = entry.Shape.Rank >= 2 ? optimizer : plain;
            int end = entry.Offset + entry.Shape.Count;
            if (_groups is [.., { } last] && ReferenceEquals(last.Optimizer, own)) _groups[^1] = last with { End = end };
            else _groups.Add(new Group(own, entry.Offset, end));
        }
        for (int i = 0; i < _groups.Count; i++)
            _groups[i] = _groups[i] with { State = _groups[i].Optimizer.Begin(_groups[i].End - _groups[i].Start) };
    }

    /// <summary>What the optimizers remember.</summary>
    public IEnumerable<OptimizerState> States => _groups.Select(group => group.State!);

    /// <summary>Takes one step along the gradient that the model holds.</summary>
    public void Step(double scale)
    {
        foreach (Group group in _groups)
            group.Optimizer.Step(
                _parameters.Trainable[group.Start..group.End], _parameters.Gradient[group.Start..group.End], group.State!, scale);
    }

    private sealed record Group(AdamW Optimizer, int Start, int End)
    {
        public OptimizerState? State { get; init; }
    }
}
