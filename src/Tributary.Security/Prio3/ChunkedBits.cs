namespace Tributary.Security;

/// <summary>That many elements are zero or one each, checked a chunk of them with each call of the gadget.</summary>
internal sealed class ChunkedBits<T>(int length, int chunk) where T : struct, IPrimeField<T>
{
    /// <summary>Inputs of the gadget.</summary>
    public int Arity => 2 * chunk;

    /// <summary>Calls of the gadget, and elements of joint randomness.</summary>
    public int Calls => (length + chunk - 1) / chunk;

    /// <summary>The sum of products of neighbours.</summary>
    public static T Compute(ReadOnlySpan<T> inputs)
    {
        T sum = default;
        for (int i = 0; i < inputs.Length; i += 2) sum += inputs[i] * inputs[i + 1];
        return sum;
    }

    /// <summary>The random combination of b (b - 1) over all bits.</summary>
    public T Evaluate(ReadOnlySpan<T> bits, ReadOnlySpan<T> jointRandom, int shares, Gadget<T> gadget)
    {
        T share = T.From((ulong)shares).Invert(), sum = default;
        T[] inputs = new T[Arity];
        for (int call = 0; call < Calls; call++)
        {
            T power = jointRandom[call];
            for (int j = 0; j < chunk; j++, power *= jointRandom[call])
            {
                int index = call * chunk + j;
                T bit = index < bits.Length ? bits[index] : default;
                inputs[2 * j] = power * bit;
                inputs[2 * j + 1] = bit - share;
            }
            sum += gadget(inputs);
        }
        return sum;
    }
}
