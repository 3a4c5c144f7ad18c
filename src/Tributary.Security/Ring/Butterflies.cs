using System.Runtime.InteropServices;

namespace Tributary.Security;

/// <summary>The layers of the transform.</summary>
/// <remarks>
/// Bounds: forward, a product is below 4q, and what it is added to or taken from grows by 4q a layer, to 52q &lt; 2^60 in twelve layers.
/// Backward, sums are brought below 4q again in each layer.
/// </remarks>
internal static class Butterflies<TLanes, T> where TLanes : struct, ILanes<T> where T : unmanaged
{
    private const int Degree = LatticeParameters.Degree, Side = NumberTheoreticTransform.Side;

    /// <summary>Coefficients below 4q to values below q.</summary>
    public static void Forward(Span<ulong> polynomial, TwiddleTable table)
    {
        ref ulong a = ref Start(polynomial);
        for (int groups = 1, stride = Degree / 2; groups < Side; groups *= 2, stride /= 2)
            for (int group = 0; group < groups; group++)
                Forward(ref a, 2 * group * stride, stride, table, groups + group);
        Transpose(polynomial);
        for (int groups = 1, stride = Side / 2; groups < Side; groups *= 2, stride /= 2)
            for (int group = 0; group < groups; group++)
                ForwardRows(ref a, 2 * group * stride, stride, table, groups + group);
        Reduce(ref a, table.Prime);
    }

    /// <summary>Values below 4q to coefficients below q, multiplied by <paramref name="scale"/>.</summary>
    public static void Inverse(Span<ulong> polynomial, TwiddleTable table, ulong scale, ulong scaleQuotient)
    {
        ref ulong a = ref Start(polynomial);
        for (int groups = Side / 2, stride = 1; groups > 0; groups /= 2, stride *= 2)
            for (int group = 0; group < groups; group++)
                InverseRows(ref a, 2 * group * stride, stride, table, groups + group);
        Transpose(polynomial);
        for (int groups = Side / 2, stride = Side; groups > 0; groups /= 2, stride *= 2)
            for (int group = 0; group < groups; group++)
                Inverse(ref a, 2 * group * stride, stride, table, groups + group);
        Scale(ref a, table.Prime, scale, scaleQuotient);
    }

    private static ref ulong Start(Span<ulong> polynomial)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(polynomial.Length, Degree, nameof(polynomial));
        return ref MemoryMarshal.GetReference(polynomial);
    }

    private static void Forward(ref ulong a, int low, int stride, TwiddleTable table, int twiddle)
    {
        T q = TLanes.Broadcast(table.Prime), lift = TLanes.Broadcast(4 * table.Prime);
        T factor = TLanes.Broadcast(table.Early[twiddle]), quotient = TLanes.Broadcast(table.EarlyQuotients[twiddle]);
        for (int i = low, end = low + stride; i < end; i += TLanes.Count)
        {
            T x = TLanes.Load(ref a, i), y = TLanes.Multiply(TLanes.Load(ref a, i + stride), factor, quotient, q);
            TLanes.Store(TLanes.Add(x, y), ref a, i);
            TLanes.Store(TLanes.Subtract(TLanes.Add(x, lift), y), ref a, i + stride);
        }
    }

    // After the transposition, element (row, column) of the square is at 64 column + row.
    private static void ForwardRows(ref ulong a, int column, int stride, TwiddleTable table, int twiddle)
    {
        T q = TLanes.Broadcast(table.Prime), lift = TLanes.Broadcast(4 * table.Prime);
        ref ulong factors = ref table.Late[twiddle * Side], quotients = ref table.LateQuotients[twiddle * Side];
        for (int row = 0; row < Side; row += TLanes.Count)
        {
            T factor = TLanes.Load(ref factors, row), quotient = TLanes.Load(ref quotients, row);
            for (int c = column, end = column + stride; c < end; c++)
            {
                int i = Side * c + row, j = i + Side * stride;
                T x = TLanes.Load(ref a, i), y = TLanes.Multiply(TLanes.Load(ref a, j), factor, quotient, q);
                TLanes.Store(TLanes.Add(x, y), ref a, i);
                TLanes.Store(TLanes.Subtract(TLanes.Add(x, lift), y), ref a, j);
            }
        }
    }

    private static void Inverse(ref ulong a, int low, int stride, TwiddleTable table, int twiddle)
    {
        T q = TLanes.Broadcast(table.Prime), lift = TLanes.Broadcast(4 * table.Prime);
        T factor = TLanes.Broadcast(table.Early[twiddle]), quotient = TLanes.Broadcast(table.EarlyQuotients[twiddle]);
        for (int i = low, end = low + stride; i < end; i += TLanes.Count)
        {
            T x = TLanes.Load(ref a, i), y = TLanes.Load(ref a, i + stride);
            TLanes.Store(TLanes.ReduceOnce(TLanes.Add(x, y), lift), ref a, i);
            TLanes.Store(TLanes.Multiply(TLanes.Subtract(TLanes.Add(x, lift), y), factor, quotient, q), ref a, i + stride);
        }
    }

    private static void InverseRows(ref ulong a, int column, int stride, TwiddleTable table, int twiddle)
    {
        T q = TLanes.Broadcast(table.Prime), lift = TLanes.Broadcast(4 * table.Prime);
        ref ulong factors = ref table.Late[twiddle * Side], quotients = ref table.LateQuotients[twiddle * Side];
        for (int row = 0; row < Side; row += TLanes.Count)
        {
            T factor = TLanes.Load(ref factors, row), quotient = TLanes.Load(ref quotients, row);
            for (int c = column, end = column + stride; c < end; c++)
            {
                int i = Side * c + row, j = i + Side * stride;
                T x = TLanes.Load(ref a, i), y = TLanes.Load(ref a, j);
                TLanes.Store(TLanes.ReduceOnce(TLanes.Add(x, y), lift), ref a, i);
                TLanes.Store(TLanes.Multiply(TLanes.Subtract(TLanes.Add(x, lift), y), factor, quotient, q), ref a, j);
            }
        }
    }

    private static void Reduce(ref ulong a, ulong prime)
    {
        for (ulong times = 32; times != 0; times /= 2)
        {
            T step = TLanes.Broadcast(times * prime);
            for (int i = 0; i < Degree; i += TLanes.Count) TLanes.Store(TLanes.ReduceOnce(TLanes.Load(ref a, i), step), ref a, i);
        }
    }

    private static void Scale(ref ulong a, ulong prime, ulong scale, ulong scaleQuotient)
    {
        T q = TLanes.Broadcast(prime), twice = TLanes.Broadcast(2 * prime);
        T factor = TLanes.Broadcast(scale), quotient = TLanes.Broadcast(scaleQuotient);
        for (int i = 0; i < Degree; i += TLanes.Count)
        {
            T product = TLanes.Multiply(TLanes.Load(ref a, i), factor, quotient, q);
            TLanes.Store(TLanes.ReduceOnce(TLanes.ReduceOnce(product, twice), q), ref a, i);
        }
    }

    // In tiles of 8, each a cache line wide.
    private static void Transpose(Span<ulong> square)
    {
        const int Tile = 8;
        for (int top = 0; top < Side; top += Tile)
            for (int left = 0; left <= top; left += Tile)
                for (int row = top; row < top + Tile; row++)
                    for (int column = left, end = Math.Min(left + Tile, row); column < end; column++)
                    {
                        int here = row * Side + column, there = column * Side + row;
                        (square[here], square[there]) = (square[there], square[here]);
                    }
    }
}
