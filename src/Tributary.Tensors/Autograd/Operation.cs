namespace Tributary.Tensors;

/// <summary>One step of a graph: computes its output from its inputs, and the inputs' gradients from the output's.</summary>
/// <remarks>
/// Forward and backward stand in one file. Both run any number of times on the same buffers and must not allocate.
/// Extents that depend on the batch are read from <see cref="Tensor.Length"/> and <see cref="Tensor.Rows"/> at run time.
/// </remarks>
internal abstract class Operation
{
    /// <summary>The result.</summary>
    public abstract Tensor Output { get; }

    /// <summary>Computes <see cref="Output"/>.</summary>
    public abstract void Forward();

    /// <summary>Adds this step's share to the gradient of each input that requires one.</summary>
    public abstract void Backward();
}
