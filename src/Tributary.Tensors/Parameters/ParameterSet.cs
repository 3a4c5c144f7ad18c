namespace Tributary.Tensors;

/// <summary>Named tensors in a fixed order over one flat vector: the only form in which model state leaves a process.</summary>
public sealed class ParameterSet
{
    private readonly float[] _values;

    /// <summary>Takes ownership of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The vector's length is not the layout's.</exception>
    public ParameterSet(ParameterLayout layout, float[] values)
    {
        if (values.Length != layout.Length)
            throw new ArgumentException($"Expected {layout.Length} values, got {values.Length}.", nameof(values));
        Layout = layout;
        _values = values;
    }

    /// <summary>A set of zeros.</summary>
    public ParameterSet(ParameterLayout layout) : this(layout, new float[layout.Length])
    {
    }

    /// <summary>Names, shapes and places.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>All values, one tensor after another.</summary>
    public Span<float> Values => _values;

    /// <summary>The values of the trainable tensors, which come first.</summary>
    public Span<float> Trainable => _values.AsSpan(0, Layout.TrainableLength);

    /// <summary>The values of the tensor called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public Span<float> this[string name] => Layout.Find(name) is { } entry
        ? _values.AsSpan(entry.Offset, entry.Shape.Count)
        : throw new KeyNotFoundException($"There is no tensor '{name}'.");

    /// <summary>A copy of the tensors that <paramref name="name"/> accepts.</summary>
    public ParameterSet Where(Func<string, bool> name)
    {
        var part = new ParameterSet(Layout.Where(name));
        foreach (ParameterEntry entry in part.Layout.Entries) this[entry.Name].CopyTo(part[entry.Name]);
        return part;
    }

    /// <summary>Copies all values to the start of <paramref name="flat"/>.</summary>
    public void CopyTo(Span<float> flat) => _values.CopyTo(flat);

    /// <summary>A set of the same layout with the given values.</summary>
    public ParameterSet With(ReadOnlySpan<float> flat) => new(Layout, flat.ToArray());

    /// <summary>A copy that shares nothing.</summary>
    public ParameterSet Clone() => With(_values);
}
