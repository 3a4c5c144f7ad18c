namespace Tributary.Tensors;

/// <summary>
/// The names, shapes and places of a model's tensors in one flat vector: trainable ones first, each group in order of declaration.
/// </summary>
public sealed class ParameterLayout : IEquatable<ParameterLayout>
{
    private readonly Dictionary<string, ParameterEntry> _byName;

    /// <summary>Lays out tensors one after another.</summary>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="TensorException">There would be more than 2^31 - 1 elements.</exception>
    public ParameterLayout(IEnumerable<(string Name, Shape Shape, bool Trainable)> tensors)
    {
        var entries = new List<ParameterEntry>();
        int offset = 0;
        foreach ((string name, Shape shape, bool trainable) in tensors.OrderByDescending(tensor => tensor.Trainable))
        {
            entries.Add(new ParameterEntry(name, shape, offset, trainable));
            if (shape.Count > int.MaxValue - offset)
                throw new TensorException(
                    $"The model has more than {int.MaxValue} parameters, which one vector cannot hold. Make its layers smaller.");
            offset += shape.Count;
            if (trainable) TrainableLength = offset;
        }
        Entries = entries;
        Length = offset;
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order in which they lie in the vector.</summary>
    public IReadOnlyList<ParameterEntry> Entries { get; }

    /// <summary>The number of elements of all tensors.</summary>
    public int Length { get; }

    /// <summary>The number of elements of the trainable tensors, which come first.</summary>
    public int TrainableLength { get; }

    /// <summary>The entry called <paramref name="name"/>, or null.</summary>
    public ParameterEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The layout of the tensors that <paramref name="name"/> accepts, packed together.</summary>
    public ParameterLayout Where(Func<string, bool> name) =>
        new(Entries.Where(entry => name(entry.Name)).Select(entry => (entry.Name, entry.Shape, entry.Trainable)));

    /// <inheritdoc/>
    public bool Equals(ParameterLayout? other) =>
        other is not null && (ReferenceEquals(this, other) || Entries.SequenceEqual(other.Entries));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Entries.Count, Length);
}
