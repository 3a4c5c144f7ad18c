namespace Tributary.Tensors;

/// <summary>The memory behind a tensor and its views: values, gradient, and whether this backward pass has written the gradient.</summary>
internal sealed class Storage
{
    /// <summary>The elements at full batch capacity.</summary>
    public Memory<float> Values { get; private set; }

    /// <summary>The derivatives of the loss by <see cref="Values"/>; empty where none is wanted.</summary>
    public Memory<float> Gradient { get; private set; }

    /// <summary>Whether some operation has written <see cref="Gradient"/> since the backward pass began.</summary>
    public bool GradientWritten { get; set; }

    /// <summary>Sets the memory, once.</summary>
    public void Bind(Memory<float> values, Memory<float> gradient)
    {
        Values = values;
        Gradient = gradient;
    }

    /// <summary>Ends a backward pass: what no operation reached has derivative zero.</summary>
    public void FinishGradient()
    {
        if (!GradientWritten) Gradient.Span.Clear();
        GradientWritten = true;
    }
}
