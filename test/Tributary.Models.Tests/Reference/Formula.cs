using System.Text;
using Tributary.Tensors;

namespace Tributary.Models.Tests;

/// <summary>The formula of parameters and data that <c>reference.py</c> has too; see there.</summary>
internal static class Formula
{
    /// <summary>FNV-1a of a name: where the words of that name begin.</summary>
    public static uint Seed(string name)
    {
        uint seed = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(name)) seed = (seed ^ b) * 16777619;
        return seed;
    }

    /// <summary>The word at a place, counted from a seed on.</summary>
    public static uint Word(uint seed, int index)
    {
        uint x = (uint)index + seed;
        x = (x ^ (x >> 16)) * 0x7FEB352D;
        x = (x ^ (x >> 15)) * 0x846CA68B;
        return x ^ (x >> 16);
    }

    /// <summary>Integers below <paramref name="bound"/>.</summary>
    public static int[] Below(string name, int count, int bound) =>
        [.. Enumerable.Range(0, count).Select(i => (int)((Word(Seed(name), i) >> 16) % (uint)bound))];

    /// <summary>Bytes.</summary>
    public static byte[] Bytes(string name, int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(Word(Seed(name), i) >> 24))];

    /// <summary>All parameters of a model.</summary>
    public static ParameterSet Parameters(ParameterLayout layout)
    {
        var set = new ParameterSet(layout);
        foreach (ParameterEntry entry in layout.Entries) Fill(set[entry.Name], entry);
        return set;
    }

    private static void Fill(Span<float> values, ParameterEntry entry)
    {
        uint seed = Seed(entry.Name);
        int inputs = 1;
        foreach (int extent in entry.Shape.Extents[..^1]) inputs *= extent;
        float scale = 1, offset = 0;
        if (entry.Shape.Rank == 1)
        {
            scale = 0.25f;
            if (entry.Name.EndsWith("weight", StringComparison.Ordinal)) offset = 1;
        }
        else
        {
            while (scale * scale / 4 * inputs >= 1) scale /= 2;
        }
        for (int i = 0; i < values.Length; i++) values[i] = offset + scale * ((Word(seed, i) >> 16) / 32768f - 1);
    }
}
