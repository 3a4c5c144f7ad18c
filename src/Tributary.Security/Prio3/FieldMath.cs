using System.Numerics;

namespace Tributary.Security;

/// <summary>What is the same in every field: powers, roots, transforms, vectors on the wire.</summary>
internal static class FieldMath
{
    /// <summary>A power; the exponent is public.</summary>
    public static T Power<T>(T value, UInt128 exponent) where T : struct, IPrimeField<T>
    {
        T power = T.From(1);
        for (; exponent != 0; exponent >>= 1, value *= value)
            if ((exponent & 1) != 0) power *= value;
        return power;
    }

    /// <summary>The powers 0 to <paramref name="order"/> - 1 of a root of unity of this order, a power of two.</summary>
    public static T[] Roots<T>(int order) where T : struct, IPrimeField<T>
    {
        T root = Power(T.Generator, UInt128.One << (T.OrderBits - BitOperations.Log2((uint)order)));
        T[] roots = new T[order];
        roots[0] = T.From(1);
        for (int i = 1; i < order; i++) roots[i] = roots[i - 1] * root;
        return roots;
    }

    /// <summary>The values, at twice as many roots of unity, of the polynomial with these values at as many roots as there are.</summary>
    public static T[] Double<T>(ReadOnlySpan<T> values) where T : struct, IPrimeField<T>
    {
        T[] roots = Roots<T>(2 * values.Length), coefficients = values.ToArray(), doubled = new T[roots.Length];
        Transform(coefficients, roots, inverse: true);
        coefficients.CopyTo(doubled, 0);
        Transform(doubled, roots, inverse: false);
        return doubled;
    }

    /// <summary>The weights w with P(point) = sum w_i P(root_i) for every polynomial of degree below the number of roots.</summary>
    /// <remarks>Lagrange: w_i = root_i / n times the product of point - root_j over all other j; no division by a difference.</remarks>
    public static T[] EvaluationWeights<T>(int order, T point) where T : struct, IPrimeField<T>
    {
        T[] roots = Roots<T>(order), weights = new T[order];
        T scale = T.From((ulong)order).Invert(), product = scale;
        for (int i = 0; i < order; i++)
        {
            weights[i] = roots[i] * product;
            product *= point - roots[i];
        }
        product = T.From(1);
        for (int i = order - 1; i >= 0; i--)
        {
            weights[i] *= product;
            product *= point - roots[i];
        }
        return weights;
    }

    /// <summary>The sum of products.</summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : struct, IPrimeField<T>
    {
        T sum = default;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds a vector, or takes it away.</summary>
    public static void Accumulate<T>(Span<T> sum, ReadOnlySpan<T> terms, bool negate = false) where T : struct, IPrimeField<T>
    {
        for (int i = 0; i < sum.Length; i++) sum[i] = negate ? sum[i] - terms[i] : sum[i] + terms[i];
    }

    /// <summary>A vector on the wire.</summary>
    public static byte[] ToBytes<T>(ReadOnlySpan<T> values) where T : struct, IPrimeField<T>
    {
        byte[] bytes = new byte[values.Length * T.Size];
        for (int i = 0; i < values.Length; i++) values[i].Write(bytes.AsSpan(i * T.Size));
        return bytes;
    }

    /// <summary>Reads a vector strictly.</summary>
    /// <exception cref="SecurityException">The length is wrong or an element is not below the modulus.</exception>
    public static T[] Read<T>(ReadOnlySpan<byte> bytes, int length) where T : struct, IPrimeField<T>
    {
        if (bytes.Length != length * T.Size)
            throw new SecurityException($"A vector of {length} field elements takes {length * T.Size} bytes and came with {bytes.Length}; "
                + "nothing of it can be used. Drop its sender.");
        T[] values = new T[length];
        for (int i = 0; i < length; i++)
            values[i] = T.Read(bytes.Slice(i * T.Size, T.Size)) ?? throw new SecurityException(
                $"Element {i} of a vector is not below the field's modulus, so it is none. Drop its sender.");
        return values;
    }

    // The definition by halves: even and odd coefficients. The roots' table may be finer than the transform.
    private static void Transform<T>(Span<T> values, ReadOnlySpan<T> roots, bool inverse) where T : struct, IPrimeField<T>
    {
        int n = values.Length, step = roots.Length / n;
        for (int i = 1, j = 0; i < n; i++)
        {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
        }
        for (int half = 1; half < n; half *= 2)
            for (int start = 0; start < n; start += 2 * half)
                for (int k = 0; k < half; k++)
                {
                    int index = k * (n / (2 * half)) * step;
                    T turned = values[start + k + half] * roots[inverse && index != 0 ? roots.Length - index : index];
                    values[start + k + half] = values[start + k] - turned;
                    values[start + k] += turned;
                }
        if (!inverse) return;
        T scale = T.From((ulong)n).Invert();
        foreach (ref T value in values) value *= scale;
    }
}
