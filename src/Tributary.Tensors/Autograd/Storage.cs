namespace Tributary.Tensors;

/// <summary>The memory behind a tensor and its views: values, gradient, and whether this backward pass has written the gradient.</summary>
/// <param name="count">The number of elements at full batch capacity.</param>
/// <param name="hasGradient">Whether derivatives are kept.</param>
internal sealed class Storage(int count, bool hasGradient)
{
    private Memory<float> _values, _gradient;

    /// <summary>The number of elements at full batch capacity.</summary>
    public int Count => count;

    /// <summary>Whether derivatives are kept.</summary>
    public bool HasGradient => hasGradient;

    /// <summary>Whether memory has been given to it.</summary>
    public bool IsBound { get; private set; }

    /// <summary>Whether a plan lets others use the memory when the graph has no more need of it.</summary>
    public bool IsTransient { get; private set; }

    /// <summary>The elements at full batch capacity.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>The derivatives of the loss by <see cref="Values"/>; empty where none is wanted.</summary>
    public Span<float> Gradient => _gradient.Span;

    /// <summary>Whether some operation has written <see cref="Gradient"/> since the backward pass began.</summary>
    public bool GradientWritten { get; set; }

    /// <summary>Sets the memory, once.</summary>
    public void Bind(Memory<float> values, Memory<float> gradient, bool isTransient = false)
    {
        _values = values;
        _gradient = gradient;
        IsTransient = isTransient;
        IsBound = true;
    }

    /// <summary>Takes memory of its own.</summary>
    public void Allocate() => Bind(AlignedMemory.Allocate(count), hasGradient ? AlignedMemory.Allocate(count) : default);

    /// <summary>Ends a backward pass: what no operation reached has derivative zero.</summary>
    public void FinishGradient()
    {
        if (!GradientWritten && !IsTransient) Gradient.Clear();
        GradientWritten = true;
    }
}
