using System.Security.Cryptography;

namespace Tributary.Security.Tests;

/// <summary>What is drawn from a seed.</summary>
public sealed class KeyStreamTests
{
    [Fact]
    public void A_stream_is_the_encryption_of_its_counters()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        using Aes aes = Aes.Create();
        aes.Key = seed;
        using var stream = new KeyStream(seed);
        ulong[] words = new ulong[9001];
        stream.Fill(words, 7);
        foreach (int block in (int[])[0, 1, 2047, 2048, 4499])
        {
            byte[] counter = [.. BitConverter.GetBytes(7UL), .. BitConverter.GetBytes((ulong)block)];
            byte[] expected = aes.EncryptEcb(counter, PaddingMode.None);
            Assert.Equal(BitConverter.ToUInt64(expected), words[2 * block]);
            Assert.Equal(BitConverter.ToUInt64(expected, 8), words[2 * block + 1]);
        }
        ulong[] tail = new ulong[5];
        stream.Fill(tail, 7, 8996);
        Assert.Equal(words[8996..], tail);
    }

    [Fact]
    public void Uniform_residues_are_words_of_the_stream_and_where_those_are_too_large_later_words()
    {
        // A prime with many refusals shows what the ring's primes show once in 2^36 words.
        var modulus = new Modulus(17167721715171329);
        using KeyStream stream = Polynomials.Stream(9);
        ulong[] residues = new ulong[1001], words = new ulong[1400];
        stream.FillUniform(residues, modulus, 3);
        stream.Fill(words, 3);
        int next = 1002, replaced = 0;
        for (int i = 0; i < residues.Length; i++)
        {
            ulong word = words[i] & (1UL << 54) - 1;
            for (; word >= modulus.Value; replaced++) word = words[next++] & (1UL << 54) - 1;
            Assert.Equal(word, residues[i]);
        }
        Assert.InRange(replaced, 20, 90);
    }

    [Fact]
    public void Binomial_values_have_the_distribution_they_are_named_after()
    {
        using KeyStream stream = Polynomials.Stream(10);
        ulong[] values = new ulong[1 << 17];
        stream.FillBinomial(values, 0);
        int[] counts = new int[2 * LatticeParameters.BinomialBits + 1];
        foreach (ulong value in values) counts[value]++;
        // The number of ones among 86 bits, by Pascal's rule; chi squared over the values that are expected 100 times.
        double chi = 0, probability = Math.Pow(2, -86);
        int cells = 0;
        for (int k = 0; k < counts.Length; probability *= (86.0 - k) / (k + 1), k++)
        {
            double expected = probability * values.Length;
            if (expected < 100) continue;
            chi += Math.Pow(counts[k] - expected, 2) / expected;
            cells++;
        }
        Assert.InRange(cells, 25, 35);
        Assert.InRange(chi, 5, 65); // with about 28 degrees of freedom, beyond one in ten thousand on either side
    }

    [Fact]
    public void Ternary_values_are_equally_frequent()
    {
        using KeyStream stream = Polynomials.Stream(11);
        long[] values = new long[30_000];
        stream.FillTernary(values, 1);
        foreach (long value in (long[])[-1, 0, 1]) Assert.InRange(values.Count(drawn => drawn == value), 9_600, 10_400);
    }

    [Fact]
    public void Streams_of_one_seed_and_fresh_seeds_differ()
    {
        ulong[] first = new ulong[4], second = new ulong[4];
        using KeyStream stream = Polynomials.Stream(12), fresh = KeyStream.Fresh(), other = KeyStream.Fresh();
        stream.Fill(first, 0);
        stream.Fill(second, 1);
        Assert.NotEqual(first, second);
        fresh.Fill(first, 0);
        other.Fill(second, 0);
        Assert.NotEqual(first, second);
    }
}
