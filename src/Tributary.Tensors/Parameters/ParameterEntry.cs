namespace Tributary.Tensors;

/// <summary>One named tensor inside a flat parameter vector.</summary>
/// <param name="Name">Dotted path, such as <c>blocks.0.attention.weight</c>.</param>
/// <param name="Shape">The tensor's extents.</param>
/// <param name="Offset">The index of its first element in the flat vector.</param>
/// <param name="Trainable">False for values that are carried but not learnt by gradients, such as normalisation statistics.</param>
public sealed record ParameterEntry(string Name, Shape Shape, int Offset, bool Trainable);
