namespace Tributary.Tensors;

/// <summary>Two linear layers with a GELU between them: (..., width) to the same shape.</summary>
public sealed class FeedForward
{
    private readonly Linear _input, _output;

    /// <summary>Declares <c>fc1</c> (width to hidden) and <c>fc2</c> (hidden to width), each as <see cref="Linear"/> does.</summary>
    public FeedForward(ParameterBuilder builder, int width, int hidden)
        : this(new Linear(builder.Scope("fc1"), width, hidden), new Linear(builder.Scope("fc2"), hidden, width))
    {
    }

    /// <summary>Uses the given layers.</summary>
    public FeedForward(Linear input, Linear output)
    {
        _input = input;
        _output = output;
    }

    /// <summary>(..., width) to the same shape.</summary>
    public Tensor Forward(Tensor x) => _output.Forward(_input.Forward(x).Gelu());
}
