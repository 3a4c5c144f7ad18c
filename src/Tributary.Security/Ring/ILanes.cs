namespace Tributary.Security;

/// <summary>Arithmetic on one or more residues at once, so that each algorithm is written once for scalars and vectors.</summary>
/// <remarks>
/// No operation takes a time that depends on its operands. Residues are lazy: any representative below 2^60 is allowed where a remark
/// does not say otherwise.
/// </remarks>
internal interface ILanes<T> where T : unmanaged
{
    /// <summary>How many residues a value holds.</summary>
    static abstract int Count { get; }

    /// <summary>Reads neighbouring residues.</summary>
    static abstract T Load(ref ulong source, int index);

    /// <summary>Writes neighbouring residues.</summary>
    static abstract void Store(T value, ref ulong target, int index);

    /// <summary>The same residue in every place.</summary>
    static abstract T Broadcast(ulong value);

    /// <summary>Sums, modulo 2^64.</summary>
    static abstract T Add(T a, T b);

    /// <summary>Differences, modulo 2^64.</summary>
    static abstract T Subtract(T a, T b);

    /// <summary>Subtracts <paramref name="modulus"/> where that leaves something; both below 2^63.</summary>
    static abstract T ReduceOnce(T value, T modulus);

    /// <summary>A product modulo q, below 4q, of any 64-bit value and a factor below q with its Shoup quotient.</summary>
    static abstract T Multiply(T value, T factor, T quotient, T modulus);
}
