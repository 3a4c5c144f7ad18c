namespace Tributary.Tensors;

/// <summary>One step of a graph: computes its output from its inputs, and the inputs' gradients from the output's.</summary>
/// <remarks>
/// Forward and backward stand in one file. Both run any number of times on the same buffers and must not allocate.
/// Extents that depend on the batch are read from <see cref="Tensor.Length"/> and <see cref="Tensor.Rows"/> at run time.
/// </remarks>
internal abstract class Operation
{
    private readonly Tensor[] _inputs;

    /// <summary>Takes the graph from the inputs; those that are absent (a missing bias) are null.</summary>
    protected Operation(params ReadOnlySpan<Tensor?> inputs) : this(null, inputs)
    {
    }

    /// <summary>The same for an operation that reads integers of <paramref name="graph"/>.</summary>
    protected Operation(Graph? graph, params ReadOnlySpan<Tensor?> inputs)
    {
        var present = new List<Tensor>(inputs.Length);
        foreach (Tensor? input in inputs)
            if (input is not null)
                present.Add(input);
        _inputs = [.. present];
        foreach (Tensor input in _inputs)
        {
            if (graph is not null && input.Graph is not null && !ReferenceEquals(graph, input.Graph))
                throw new TensorException("Expected tensors of one graph, got tensors of two.");
            graph ??= input.Graph;
        }
        Graph = graph
            ?? throw new TensorException("Expected at least one tensor of a graph, got parameters only. Combine parameters with an input.");
    }

    /// <summary>The tensors that this step reads.</summary>
    public ReadOnlySpan<Tensor> Inputs => _inputs;

    /// <summary>The result.</summary>
    public abstract Tensor Output { get; }

    /// <summary>The graph that runs this step.</summary>
    protected Graph Graph { get; }

    /// <summary>Whether the backward pass reads the values of the inputs.</summary>
    public virtual bool BackwardReadsInputs => true;

    /// <summary>Whether the backward pass reads the values of the output.</summary>
    public virtual bool BackwardReadsOutput => false;

    /// <summary>Computes <see cref="Output"/>.</summary>
    public abstract void Forward();

    /// <summary>Whether the operation that makes an input computes this one along with it, block by block.</summary>
    public bool IsFused { get; set; }

    /// <summary>Whether <see cref="ForwardPart"/> works: each element depends on the elements at the same place alone.</summary>
    public virtual bool IsElementwise => false;

    /// <summary>Where the blocks of a matrix product are finished, which an element-wise operation can follow; null elsewhere.</summary>
    public virtual SplitProduct? Product => null;

    /// <summary>Computes the elements from <paramref name="start"/> on.</summary>
    public virtual void ForwardPart(int start, int count) => throw new NotSupportedException();

    /// <summary>Adds this step's share to the gradient of each input that a graph computes and that requires one.</summary>
    public abstract void BackwardInputs();

    /// <summary>Adds some examples' share to the gradient of this step's parameters.</summary>
    /// <param name="first">The first example.</param>
    /// <param name="count">The number of examples.</param>
    public virtual void BackwardParameters(int first, int count)
    {
    }

    /// <summary>
    /// Adds, for each example, the squared norm of its gradient by this step's parameters without computing the gradient itself; false,
    /// with nothing added, where that would not be cheaper.
    /// </summary>
    public virtual bool AddSquaredNorms(double[] squares) => false;

    /// <summary>Appends this step to its graph.</summary>
    public Tensor Record() => Graph.Record(this);

    /// <summary>Whether the gradient flows on through <paramref name="input"/>, which the graph computes.</summary>
    protected static bool Flows(Tensor input) => input.RequiresGradient && input.Graph is not null;

    /// <summary>Whether <paramref name="input"/> is a parameter that is trained.</summary>
    protected static bool Trains(Tensor input) => input.RequiresGradient && input.Graph is null;

    /// <summary>What belongs to some examples in <paramref name="all"/>, which belongs to the batch.</summary>
    protected Span<float> Of(int first, int count, Span<float> all)
    {
        int length = all.Length / Graph.Batch;
        return all.Slice(first * length, count * length);
    }

    /// <summary>What the gradient of a mean divides by: the batch's elements, or one example's where each has a loss of its own.</summary>
    protected int Averaged(Tensor over) => Graph.PerExample && over.IsPerExample ? over.Length / Graph.Batch : over.Length;

    /// <summary>A tensor for the result; it requires a gradient where an input does.</summary>
    protected Tensor Result(Shape shape, bool isPerExample = true) =>
        Graph.Allocate(shape, Array.Exists(_inputs, input => input.RequiresGradient), isPerExample);

    /// <summary>A scalar for a loss.</summary>
    protected Tensor Scalar() => Result([], isPerExample: false);
}
