using System.Runtime.InteropServices;

namespace Tributary.Security;

/// <summary>
/// Sums of a vector's elements under random signs: their mean square is that of the vector's norm (Achlioptas, JCSS 2003), and as they are
/// linear, those of shares add up to those of what is shared.
/// </summary>
internal static class SignProjections
{
    private const int Together = 8, Chunks = 64; // elements that are summed by table, and how often before more signs are drawn

    /// <summary>The sums, modulo 2^64.</summary>
    /// <param name="words">The elements.</param>
    /// <param name="seed">32 bytes that nobody knew when the vector was made.</param>
    /// <param name="count">How many sums, a multiple of 16.</param>
    public static ulong[] Of(ReadOnlySpan<ulong> words, ReadOnlySpan<byte> seed, int count)
    {
        using var stream = new KeyStream(seed);
        using var subsets = new SecretBuffer<ulong>(1 << Together);
        ulong[] signs = new ulong[Chunks * count / sizeof(ulong)], sums = new ulong[count];
        ReadOnlySpan<byte> drawn = MemoryMarshal.AsBytes(signs.AsSpan());
        ulong total = 0;
        for (int chunk = 0; chunk * Together < words.Length; chunk++)
        {
            if (chunk % Chunks == 0) stream.Fill(signs, 0, (long)(chunk / Chunks) * signs.Length);
            ReadOnlySpan<ulong> part = words.Slice(chunk * Together, Math.Min(Together, words.Length - (chunk * Together)));
            Span<ulong> table = subsets.Span;
            for (int i = 0; i < part.Length; i++)
            {
                total += part[i];
                for (int set = 0; set < 1 << i; set++) table[(1 << i) + set] = table[set] + part[i];
            }
            int mask = (1 << part.Length) - 1; // the last elements may be fewer
            ReadOnlySpan<byte> bytes = drawn.Slice(chunk % Chunks * count, count);
            for (int k = 0; k < sums.Length; k++) sums[k] += table[bytes[k] & mask];
        }
        for (int k = 0; k < sums.Length; k++) sums[k] = total - (2 * sums[k]); // so far the sum of those with a minus
        return sums;
    }
}
