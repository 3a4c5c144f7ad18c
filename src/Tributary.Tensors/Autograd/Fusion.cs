namespace Tributary.Tensors;

/// <summary>
/// Lets an element-wise operation that follows a matrix product, such as an activation or the sum with a residual branch, be computed block
/// by block while the product's blocks are in the cache. The bits are the same.
/// </summary>
internal static class Fusion
{
    /// <summary>Fuses each product with the next operation where that one can follow and its other inputs are there before.</summary>
    public static void Apply(IReadOnlyList<Operation> operations)
    {
        for (int i = 0; i + 1 < operations.Count; i++)
        {
            Operation next = operations[i + 1];
            if (operations[i].Product is not { } product || !next.IsElementwise || !Reads(next, operations[i].Output)) continue;
            product.Follower = next;
            next.IsFused = true;
        }
    }

    private static bool Reads(Operation operation, Tensor tensor)
    {
        foreach (Tensor input in operation.Inputs)
            if (ReferenceEquals(input.Storage, tensor.Storage))
                return true;
        return false;
    }
}
