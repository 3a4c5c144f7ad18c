using Tributary.Privacy;

namespace Tributary.Training;

/// <summary>Poisson samples: each example takes part by a coin of its own, so a sample may be empty, and its size says nothing.</summary>
internal sealed class PoissonLot
{
    private int[] _lot = [];

    /// <summary>A sample, valid until the next one.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="probability">Each one's probability, above zero, up to one; rounded down to a multiple of 2^-64.</param>
    /// <param name="bits">The coins.</param>
    public ReadOnlySpan<int> Draw(ReadOnlySpan<int> examples, double probability, SecretBits bits)
    {
        if (_lot.Length < examples.Length) _lot = new int[examples.Length];
        if (probability >= 1)
        {
            examples.CopyTo(_lot);
            return _lot.AsSpan(0, examples.Length);
        }
        ulong heads = (ulong)Math.ScaleB(probability, 64);
        int count = 0;
        foreach (int example in examples)
        {
            _lot[count] = example;
            if (bits.NextUInt64() < heads) count++;
        }
        return _lot.AsSpan(0, count);
    }
}
