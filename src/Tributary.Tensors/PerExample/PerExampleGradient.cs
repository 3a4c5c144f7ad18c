namespace Tributary.Tensors;

/// <summary>
/// The norms of the gradients of single examples, and their sum with a factor for each: what differential privacy needs to bound what one
/// example can change.
/// </summary>
/// <remarks>
/// <para>One backward pass computes the gradients of all activations. Norms follow from them, where possible without a gradient of the
/// parameters (ghost norms); then the activations' gradients are scaled example by example, and the parameters' gradient is computed once.
/// </para>
/// <para>An example's gradient is that of its own loss: where a loss is a mean over the batch, the mean over this example alone.</para>
/// <code>
/// var examples = new PerExampleGradient(graph, loss);
/// graph.Forward();
/// examples.Measure(norms);                                                 // (B)
/// for (int b = 0; b &lt; norms.Length; b++) factors[b] = (float)Math.Min(1, clip / norms[b]);
/// examples.Combine(factors);                                               // parameters.Gradient = sum of factors[b] g[b]
/// </code>
/// </remarks>
public sealed class PerExampleGradient
{
    private readonly Graph _graph;
    private readonly Tensor _loss;
    private readonly List<Operation[]> _groups; // of operations that share parameters
    private readonly double[] _squares;
    private bool _isMeasured;

    /// <summary>Prepares for <paramref name="loss"/> of <paramref name="graph"/>, in which no more operations are recorded.</summary>
    /// <exception cref="TensorException">The graph has a plan: results that share memory are gone when they are needed again.</exception>
    public PerExampleGradient(Graph graph, Tensor loss)
    {
        if (graph.IsPlanned)
            throw new TensorException(
                "Gradients of single examples need all results at once, but this graph's share memory. Do not plan it.");
        _graph = graph;
        _loss = loss;
        _groups = Group(graph.Operations);
        _squares = new double[graph.Capacity];
    }

    /// <summary>Computes the Euclidean norm of each example's gradient by all trained parameters together.</summary>
    /// <param name="norms">Takes one number for each example of the batch that the last forward pass computed.</param>
    public void Measure(Span<double> norms)
    {
        TensorException.ThrowIfDifferent("Norms of single examples", _graph.Batch, norms.Length);
        _graph.PerExample = true;
        int last = _graph.BeginBackward(_loss);
        try
        {
            for (int i = last; i >= 0; i--)
                if (_graph.Operations[i].Output.Storage.GradientWritten)
                    _graph.Operations[i].BackwardInputs();
            Array.Clear(_squares);
            foreach (Operation[] group in _groups)
            {
                if (!Array.Exists(group, Reached)) continue;
                if (group.Length > 1 || !group[0].AddSquaredNorms(_squares)) AddExplicit(group);
            }
            _isMeasured = true;
        }
        finally
        {
            _graph.PerExample = false;
            _graph.EndBackward();
        }
        for (int example = 0; example < norms.Length; example++) norms[example] = Math.Sqrt(_squares[example]);
    }

    /// <summary>Sets the parameters' gradient to the sum over examples of factor times gradient.</summary>
    /// <param name="factors">One for each example that <see cref="Measure"/> has measured.</param>
    public void Combine(ReadOnlySpan<float> factors)
    {
        if (!_isMeasured) throw new TensorException("There is nothing to combine. Call Measure after each forward pass, then Combine.");
        TensorException.ThrowIfDifferent("Factors of single examples", _graph.Batch, factors.Length);
        foreach (Operation[] group in _groups)
            foreach (Operation operation in group)
                Forget(operation);
        foreach (Operation[] group in _groups)
            foreach (Operation operation in group)
                if (Reached(operation))
                {
                    Scale(operation.Output.Gradient, factors);
                    operation.BackwardParameters(0, _graph.Batch);
                }
        foreach (Operation[] group in _groups)
            foreach (Operation operation in group)
                foreach (Tensor input in operation.Inputs)
                    if (input.Graph is null)
                        input.Storage.FinishGradient();
        _isMeasured = false;
    }

    private static void Scale(Span<float> gradient, ReadOnlySpan<float> factors)
    {
        int length = gradient.Length / factors.Length;
        for (int example = 0; example < factors.Length; example++)
        {
            Span<float> own = gradient.Slice(example * length, length);
            Elementwise.Scale(own, factors[example], own);
        }
    }

    /// <summary>Computes the gradients of one example after the other, for operations of which no shorter way is known.</summary>
    private void AddExplicit(Operation[] group)
    {
        for (int example = 0; example < _graph.Batch; example++)
        {
            foreach (Operation operation in group) Forget(operation);
            foreach (Operation operation in group)
                if (Reached(operation))
                    operation.BackwardParameters(example, 1);
            foreach (Operation operation in group)
                foreach (Tensor input in operation.Inputs)
                {
                    if (input.Graph is not null || !input.Storage.GradientWritten) continue;
                    _squares[example] += Reduction.Dot(input.Gradient, input.Gradient);
                    input.Storage.GradientWritten = false; // counted
                }
        }
    }

    /// <summary>Whether the loss depends on the operation's result.</summary>
    private static bool Reached(Operation operation) => operation.Output.RequiresGradient && operation.Output.Storage.GradientWritten;

    private static void Forget(Operation operation)
    {
        foreach (Tensor input in operation.Inputs)
            if (input.Graph is null)
                input.Storage.GradientWritten = false;
    }

    /// <summary>The operations with parameters; those that share one, directly or by way of others, together.</summary>
    private static List<Operation[]> Group(IReadOnlyList<Operation> operations)
    {
        var groups = new List<(HashSet<Storage> Parameters, List<Operation> Operations)>();
        foreach (Operation operation in operations)
        {
            var parameters = new HashSet<Storage>();
            foreach (Tensor input in operation.Inputs)
                if (input is { Graph: null, RequiresGradient: true })
                    parameters.Add(input.Storage);
            if (parameters.Count == 0) continue;
            var own = new List<Operation> { operation };
            foreach ((HashSet<Storage> others, List<Operation> members) in groups.FindAll(group => group.Parameters.Overlaps(parameters)))
            {
                parameters.UnionWith(others);
                own.InsertRange(own.Count - 1, members);
            }
            groups.RemoveAll(group => group.Parameters.Overlaps(parameters));
            groups.Add((parameters, own));
        }
        return [.. groups.Select(group => group.Operations.ToArray())];
    }
}
