using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tributary.Security;

/// <summary>Arithmetic on runs of residues, a multiple of eight of them.</summary>
internal static class RingVector
{
    /// <summary>Products with factors below q, below 4q; <paramref name="values"/> may be any words.</summary>
    public static void Multiply(Span<ulong> values, ReadOnlySpan<ulong> factors, ReadOnlySpan<ulong> quotients, Modulus modulus)
    {
        if (WideLanes.Pays) Loops<WideLanes, Vector512<ulong>>.Multiply(values, factors, quotients, modulus.Value);
        else Loops<ScalarLanes, ulong>.Multiply(values, factors, quotients, modulus.Value);
    }

    /// <summary>values = values x + addends, below 5q; the addends below q.</summary>
    public static void MultiplyAdd(Span<ulong> values, ulong x, ReadOnlySpan<ulong> addends, Modulus modulus)
    {
        ulong quotient = modulus.Quotient(x);
        if (WideLanes.Pays) Loops<WideLanes, Vector512<ulong>>.MultiplyAdd(values, x, quotient, addends, modulus.Value);
        else Loops<ScalarLanes, ulong>.MultiplyAdd(values, x, quotient, addends, modulus.Value);
    }

    /// <summary>Any words to residues below q.</summary>
    public static void Reduce(Span<ulong> values, Modulus modulus)
    {
        ulong quotient = modulus.Quotient(1);
        if (WideLanes.Pays) Loops<WideLanes, Vector512<ulong>>.Reduce(values, quotient, modulus.Value);
        else Loops<ScalarLanes, ulong>.Reduce(values, quotient, modulus.Value);
    }

    /// <summary>Sums, modulo 2^64.</summary>
    public static void Add(Span<ulong> values, ReadOnlySpan<ulong> addends)
    {
        if (WideLanes.Pays) Loops<WideLanes, Vector512<ulong>>.Add(values, addends);
        else Loops<ScalarLanes, ulong>.Add(values, addends);
    }

    /// <summary>values = values + words x, a sum that stays below 2^64 for 200 products; the words may be any.</summary>
    public static void AddProducts(Span<ulong> values, ReadOnlySpan<ulong> words, ulong x, Modulus modulus)
    {
        ulong quotient = modulus.Quotient(x);
        if (WideLanes.Pays) Loops<WideLanes, Vector512<ulong>>.AddProducts(values, words, x, quotient, modulus.Value);
        else Loops<ScalarLanes, ulong>.AddProducts(values, words, x, quotient, modulus.Value);
    }

    /// <summary>values = values + constant, below q; the values below 2^64 - q.</summary>
    public static void AddConstant(Span<ulong> values, ulong constant, Modulus modulus)
    {
        if (WideLanes.Pays) Loops<WideLanes, Vector512<ulong>>.AddConstant(values, constant, modulus);
        else Loops<ScalarLanes, ulong>.AddConstant(values, constant, modulus);
    }

    /// <summary>values = values + errors - 43, below q; the values below 2^63.</summary>
    public static void AddErrors(Span<ulong> values, ReadOnlySpan<ulong> errors, Modulus modulus)
    {
        Add(values, errors);
        AddConstant(values, modulus.Value - LatticeParameters.BinomialBits, modulus);
    }

    /// <summary>values = values + low + high 2^60 + noise 2^90 - 43 2^90, below q.</summary>
    /// <param name="values">Residues below q.</param>
    /// <param name="low">Below 2^60.</param>
    /// <param name="high">Any words.</param>
    /// <param name="noise">Error coefficients, plus 43.</param>
    /// <param name="modulus">The prime.</param>
    public static void AddMessage(
        Span<ulong> values, ReadOnlySpan<ulong> low, ReadOnlySpan<ulong> high, ReadOnlySpan<ulong> noise, Modulus modulus)
    {
        if (WideLanes.Pays) Loops<WideLanes, Vector512<ulong>>.AddMessage(values, low, high, noise, modulus);
        else Loops<ScalarLanes, ulong>.AddMessage(values, low, high, noise, modulus);
    }

    private static class Loops<TLanes, T> where TLanes : struct, ILanes<T> where T : unmanaged
    {
        public static void Multiply(Span<ulong> values, ReadOnlySpan<ulong> factors, ReadOnlySpan<ulong> quotients, ulong prime)
        {
            ref ulong v = ref First(values), f = ref First(factors, values), w = ref First(quotients, values);
            T q = TLanes.Broadcast(prime);
            for (int i = 0; i < values.Length; i += TLanes.Count)
                TLanes.Store(TLanes.Multiply(TLanes.Load(ref v, i), TLanes.Load(ref f, i), TLanes.Load(ref w, i), q), ref v, i);
        }

        public static void MultiplyAdd(Span<ulong> values, ulong x, ulong quotient, ReadOnlySpan<ulong> addends, ulong prime)
        {
            ref ulong v = ref First(values), a = ref First(addends, values);
            T q = TLanes.Broadcast(prime), factor = TLanes.Broadcast(x), shoup = TLanes.Broadcast(quotient);
            for (int i = 0; i < values.Length; i += TLanes.Count)
                TLanes.Store(TLanes.Add(TLanes.Multiply(TLanes.Load(ref v, i), factor, shoup, q), TLanes.Load(ref a, i)), ref v, i);
        }

        public static void Reduce(Span<ulong> values, ulong quotient, ulong prime)
        {
            ref ulong v = ref First(values);
            T q = TLanes.Broadcast(prime), one = TLanes.Broadcast(1), shoup = TLanes.Broadcast(quotient);
            for (int i = 0; i < values.Length; i += TLanes.Count)
                TLanes.Store(Canonical(TLanes.Multiply(TLanes.Load(ref v, i), one, shoup, q), prime), ref v, i);
        }

        public static void Add(Span<ulong> values, ReadOnlySpan<ulong> addends)
        {
            ref ulong v = ref First(values), a = ref First(addends, values);
            for (int i = 0; i < values.Length; i += TLanes.Count)
                TLanes.Store(TLanes.Add(TLanes.Load(ref v, i), TLanes.Load(ref a, i)), ref v, i);
        }

        public static void AddProducts(Span<ulong> values, ReadOnlySpan<ulong> words, ulong x, ulong quotient, ulong prime)
        {
            ref ulong v = ref First(values), w = ref First(words, values);
            T q = TLanes.Broadcast(prime), factor = TLanes.Broadcast(x), shoup = TLanes.Broadcast(quotient);
            for (int i = 0; i < values.Length; i += TLanes.Count)
                TLanes.Store(TLanes.Add(TLanes.Load(ref v, i), TLanes.Multiply(TLanes.Load(ref w, i), factor, shoup, q)), ref v, i);
        }

        public static void AddConstant(Span<ulong> values, ulong constant, Modulus modulus)
        {
            ref ulong v = ref First(values);
            T q = TLanes.Broadcast(modulus.Value), lift = TLanes.Broadcast(constant);
            T one = TLanes.Broadcast(1), shoup = TLanes.Broadcast(modulus.Quotient(1));
            for (int i = 0; i < values.Length; i += TLanes.Count)
                TLanes.Store(
                    Canonical(TLanes.Multiply(TLanes.Add(TLanes.Load(ref v, i), lift), one, shoup, q), modulus.Value), ref v, i);
        }

        public static void AddMessage(
            Span<ulong> values, ReadOnlySpan<ulong> low, ReadOnlySpan<ulong> high, ReadOnlySpan<ulong> noise, Modulus modulus)
        {
            ref ulong v = ref First(values), l = ref First(low, values), h = ref First(high, values), e = ref First(noise, values);
            ulong second = modulus.PowerOfTwo(MessageParts.LowBits), above = modulus.PowerOfTwo(LatticeParameters.MessageBits);
            ulong bias = modulus.Subtract(0, modulus.Multiply(above, LatticeParameters.BinomialBits));
            T q = TLanes.Broadcast(modulus.Value), lift = TLanes.Broadcast(bias);
            T one = TLanes.Broadcast(1), oneShoup = TLanes.Broadcast(modulus.Quotient(1));
            T high60 = TLanes.Broadcast(second), high60Shoup = TLanes.Broadcast(modulus.Quotient(second));
            T top = TLanes.Broadcast(above), topShoup = TLanes.Broadcast(modulus.Quotient(above));
            for (int i = 0; i < values.Length; i += TLanes.Count)
            {
                T sum = TLanes.Add(TLanes.Add(TLanes.Load(ref v, i), lift), TLanes.Load(ref l, i)); // below 2^60 + 2q
                sum = TLanes.Add(sum, TLanes.Multiply(TLanes.Load(ref h, i), high60, high60Shoup, q));
                sum = TLanes.Add(sum, TLanes.Multiply(TLanes.Load(ref e, i), top, topShoup, q)); // below 2^60 + 10q
                TLanes.Store(Canonical(TLanes.Multiply(sum, one, oneShoup, q), modulus.Value), ref v, i);
            }
        }

        // Below 4q to below q.
        private static T Canonical(T value, ulong prime) =>
            TLanes.ReduceOnce(TLanes.ReduceOnce(value, TLanes.Broadcast(2 * prime)), TLanes.Broadcast(prime));

        private static ref ulong First(Span<ulong> values)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length % 8, 0, nameof(values));
            return ref MemoryMarshal.GetReference(values);
        }

        private static ref ulong First(ReadOnlySpan<ulong> others, Span<ulong> values)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(others.Length, values.Length, nameof(others));
            return ref MemoryMarshal.GetReference(others);
        }
    }
}
