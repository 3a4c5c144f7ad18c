namespace Tributary.Tensors;

/// <summary>What is done with a finished block of a matrix product while it is still in the cache.</summary>
/// <param name="block">The block's first element.</param>
/// <param name="rows">The number of rows, which lie as far apart as the result's.</param>
/// <param name="columns">The number of columns.</param>
internal unsafe delegate void BlockBody(float* block, int rows, int columns);
