namespace Tributary.Security;

/// <summary>The kinds of Prio3.</summary>
public static class Prio3
{
    /// <summary>How many measurements are one rather than zero.</summary>
    public static IPrio3 Count(int shares) => new Prio3Instance<Field64>(new CountCircuit(), shares);

    /// <summary>The sum of integers from 0 to <paramref name="largest"/>.</summary>
    public static IPrio3 Sum(int shares, ulong largest) => new Prio3Instance<Field64>(new SumCircuit(largest), shares);

    /// <summary>
    /// The sums of vectors of integers from 0 to <paramref name="largest"/>; <paramref name="chunk"/> bits are proven at once.
    /// </summary>
    /// <remarks>Proofs are shortest with a chunk near the square root of length times bits.</remarks>
    public static IPrio3 SumVec(int shares, int length, ulong largest, int chunk)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        return new Prio3Instance<Field128>(new SumVecCircuit(length, largest, chunk), shares);
    }

    /// <summary>How many measurements fall into each bucket.</summary>
    public static IPrio3 Histogram(int shares, int length, int chunk)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        return new Prio3Instance<Field128>(new HistogramCircuit(length, chunk), shares);
    }
}
