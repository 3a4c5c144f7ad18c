namespace Tributary.Tensors;

/// <summary>A model's live parameters: one flat vector of values and one of gradients, into which its tensors look.</summary>
public sealed class Parameters
{
    private readonly Memory<float> _values, _gradient;

    internal Parameters(ParameterLayout layout, Memory<float> values, Memory<float> gradient)
    {
        Layout = layout;
        _values = values;
        _gradient = gradient;
    }

    /// <summary>Names, shapes and places.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>All values, one tensor after another, trainable ones first.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>The values of the trainable tensors.</summary>
    public Span<float> Trainable => Values[..Layout.TrainableLength];

    /// <summary>The gradient of the trainable tensors, as the last backward pass left it.</summary>
    public Span<float> Gradient => _gradient.Span;

    /// <summary>Overwrites all values.</summary>
    /// <exception cref="TensorException">The set has another layout.</exception>
    public void Load(ParameterSet set)
    {
        if (!Layout.Equals(set.Layout)) throw new TensorException($"Cannot load parameters of another model: {Difference(set.Layout)}.");
        set.CopyTo(Values);
    }

    /// <summary>A copy of all values.</summary>
    public ParameterSet ToSet() => new(Layout, Values.ToArray());

    private string Difference(ParameterLayout other)
    {
        foreach (ParameterEntry entry in Layout.Entries)
        {
            if (other.Find(entry.Name) is not { } found) return $"'{entry.Name}' is missing";
            if (found.Shape != entry.Shape) return $"'{entry.Name}': expected shape {entry.Shape}, got {found.Shape}";
        }
        return $"expected {Layout.Entries.Count} tensors in this model's order, got {other.Entries.Count}";
    }
}
