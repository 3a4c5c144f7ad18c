namespace Tributary.Tensors;

/// <summary>Collects a model's parameters under dotted names; <see cref="Build"/> then lays them out and fills them.</summary>
/// <remarks>
/// <code>
/// var builder = new ParameterBuilder();
/// var hidden = new Linear(builder.Scope("fc1"), 784, 200);    // fc1.weight, fc1.bias
/// Parameters parameters = builder.Build(new RandomStream(seed));
/// </code>
/// </remarks>
public sealed class ParameterBuilder
{
    private readonly List<Declaration> _declarations;
    private readonly string _prefix;
    private readonly bool _frozen;

    /// <summary>An empty collection.</summary>
    public ParameterBuilder() : this([], "", false)
    {
    }

    private ParameterBuilder(List<Declaration> declarations, string prefix, bool frozen)
    {
        _declarations = declarations;
        _prefix = prefix;
        _frozen = frozen;
    }

    /// <summary>
    /// The same collection, in which parameters too are declared as <see cref="Buffer"/>: for layers that are not trained.
    /// </summary>
    public ParameterBuilder Frozen => new(_declarations, _prefix, true);

    /// <summary>The same collection, with <paramref name="name"/> and a dot before every name.</summary>
    public ParameterBuilder Scope(string name) => new(_declarations, $"{_prefix}{name}.", _frozen);

    /// <summary>
    /// Declares a tensor that gradients train, unless the builder is <see cref="Frozen"/>; it has values after <see cref="Build"/>.
    /// </summary>
    /// <param name="name">Its name within the scope; unique.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="initializer">Its first values.</param>
    public Tensor Parameter(string name, Shape shape, Initializer initializer) => Declare(name, shape, initializer, !_frozen);

    /// <summary>Declares a tensor that travels with the model but is not trained, such as a frozen weight.</summary>
    /// <param name="name">Its name within the scope; unique.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="initializer">Its first values.</param>
    public Tensor Buffer(string name, Shape shape, Initializer initializer) => Declare(name, shape, initializer, trainable: false);

    /// <summary>
    /// Declares a running mean of every parameter that was declared so far, as tensors that travel with the model and are not trained.
    /// </summary>
    /// <param name="decay">How much of the mean is kept from one published model to the next, from 0 to below 1.</param>
    /// <remarks>Doubles the model's size. <see cref="ModelAverage"/> says what is averaged.</remarks>
    public void KeepAverage(double decay)
    {
        Hyperparameter.BelowOne(decay);
        Declaration[] kept = [.. _declarations.Where(declaration => declaration.Trainable)];
        foreach (Declaration declaration in kept)
            _declarations.Add(New(ModelAverage.Scope + declaration.Name, declaration.Tensor.Shape, Initializer.Zeros, trainable: false));
        _declarations.Add(New(ModelAverage.Decay, [1], Initializer.Constant((float)decay), trainable: false));
        _declarations.Add(New(ModelAverage.Models, [1], Initializer.Zeros, trainable: false));
    }

    /// <summary>Lays all tensors out in one vector and draws their first values, each from a stream of its own name.</summary>
    /// <param name="stream">The source of randomness; not advanced, so that another parameter changes nothing for this one.</param>
    /// <exception cref="TensorException">The builder has been built before.</exception>
    public Parameters Build(RandomStream stream)
    {
        if (_declarations.Exists(declaration => declaration.Tensor.Storage.IsBound))
            throw new TensorException("These parameters have been built before; building again would detach them. Declare the model anew.");
        var layout = new ParameterLayout(_declarations.Select(tensor => (tensor.Name, tensor.Tensor.Shape, tensor.Trainable)));
        Memory<float> values = AlignedMemory.Allocate(layout.Length), gradient = AlignedMemory.Allocate(layout.TrainableLength);
        foreach (Declaration declaration in _declarations)
        {
            ParameterEntry entry = layout.Find(declaration.Name)!;
            Range range = entry.Offset..(entry.Offset + entry.Shape.Count);
            declaration.Tensor.Storage.Bind(values[range], entry.Trainable ? gradient[range] : default);
            declaration.Initializer.Fill(declaration.Tensor.Values, stream.Derive(declaration.Name));
        }
        return new Parameters(layout, values, gradient);
    }

    private Tensor Declare(string name, Shape shape, Initializer initializer, bool trainable)
    {
        Declaration declaration = New(_prefix + name, shape, initializer, trainable);
        _declarations.Add(declaration);
        return declaration.Tensor;
    }

    private static Declaration New(string name, Shape shape, Initializer initializer, bool trainable) => new(
        name, new Tensor(null, shape, requiresGradient: trainable, isPerExample: false, new Storage(shape.Count, trainable)), initializer,
        trainable);

    private sealed record Declaration(string Name, Tensor Tensor, Initializer Initializer, bool Trainable);
}
