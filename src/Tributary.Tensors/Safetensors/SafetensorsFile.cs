using System.Globalization;

namespace Tributary.Tensors;

/// <summary>The content of a safetensors body: tensors in the order in which they lie, and string metadata.</summary>
public sealed class SafetensorsFile
{
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    internal SafetensorsFile(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order in which their bytes lie.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The strings under <c>__metadata__</c>; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor called <paramref name="name"/>, or null.</summary>
    public SafetensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor.</exception>
    public SafetensorsEntry this[string name] => Find(name) ?? throw new SafetensorsException(
        $"There is no tensor '{name}' among the {Entries.Count} of this body. Check that it was written for the same purpose.");

    /// <summary>The tensor called <paramref name="name"/> as it is stored: F32, BF16, or I8 with <c>name.scales</c>.</summary>
    /// <remarks>Shares the bytes of the body.</remarks>
    /// <exception cref="SafetensorsException">
    /// There is no such tensor, it is empty or of another type, or its scales are missing, not as many as its blocks, or no scales.
    /// </exception>
    public CompactTensor ToCompact(string name) => CompactStorage.Read(this, name, ShapeOf(this[name]));

    /// <summary>
    /// All tensors as single-precision parameters in the order of the body; trainable, unless the body says that only the first ones are.
    /// </summary>
    /// <remarks>An I8 tensor beside which <c>name.scales</c> stands is decoded with them.</remarks>
    /// <exception cref="SafetensorsException">A tensor is empty, too large, or has elements that floats cannot hold.</exception>
    public ParameterSet ToParameters()
    {
        try
        {
            int trainable = Metadata.TryGetValue(SafetensorsWriter.TrainableKey, out string? text)
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : int.MaxValue;
            return ToParameters(new ParameterLayout(
                Entries.Where(entry => !CompactStorage.IsScales(this, entry))
                    .Select((entry, i) => (entry.Name, ShapeOf(entry), i < trainable))));
        }
        catch (OverflowException e)
        {
            throw new SafetensorsException($"The tensors hold more than {int.MaxValue} elements together. Read them one by one.", e);
        }
    }

    /// <summary>The tensors of a known model, in the order of its layout; I8 tensors with scales are decoded.</summary>
    /// <exception cref="SafetensorsException">
    /// A tensor is missing, superfluous or of another shape, or has elements that floats cannot hold.
    /// </exception>
    public ParameterSet ToParameters(ParameterLayout layout)
    {
        SafetensorsEntry? stranger =
            Entries.FirstOrDefault(entry => layout.Find(entry.Name) is null && !CompactStorage.IsScales(this, entry));
        if (stranger is not null)
            throw new SafetensorsException(
                $"The body holds a tensor '{stranger.Name}' that the model does not have. Check that it belongs to this model.");
        var parameters = new ParameterSet(layout);
        foreach (ParameterEntry expected in layout.Entries)
        {
            SafetensorsEntry entry = Find(expected.Name) ?? throw new SafetensorsException(
                $"The model's tensor '{expected.Name}' is not in the body. Check that it belongs to this model.");
            Shape shape = ShapeOf(entry);
            if (shape != expected.Shape)
                throw new SafetensorsException(
                    $"Tensor '{entry.Name}' has shape {shape}, the model expects {expected.Shape}. "
                    + "Use the settings the body was made with.");
            // A model may have a tensor of its own that is called like scales.
            if (CompactStorage.HasScales(this, entry) && layout.Find(CompactStorage.ScalesOf(entry.Name)) is null)
                CompactStorage.Read(this, entry.Name, shape).CopyTo(parameters[entry.Name]);
            else entry.CopyTo(parameters[entry.Name]);
        }
        return parameters;
    }

    private static Shape ShapeOf(SafetensorsEntry entry)
    {
        // The body holds every byte, so an extent beyond 32 bits can only stand beside a zero.
        if (entry.Count == 0)
            throw new SafetensorsException(
                $"Tensor '{entry.Name}' of shape ({string.Join(", ", entry.Shape)}) is empty, and a parameter needs elements. " +
                "Leave it out.");
        return Shape.Create([.. entry.Shape.Select(extent => (int)extent)]);
    }
}
