namespace Tributary.Security.Tests;

/// <summary>Random polynomials that are the same in every run.</summary>
internal static class Polynomials
{
    public static KeyStream Stream(byte seed)
    {
        byte[] bytes = new byte[KeyStream.SeedLength];
        bytes.AsSpan().Fill(seed);
        return new KeyStream(bytes);
    }

    public static ulong[] Uniform(Modulus modulus, byte seed)
    {
        using KeyStream stream = Stream(seed);
        ulong[] residues = new ulong[LatticeParameters.Degree];
        stream.FillUniform(residues, modulus, 0);
        return residues;
    }

    public static ulong[] Product(NumberTheoreticTransform transform, ulong[] a, ulong[] b, bool wide)
    {
        ulong[] x = [.. a], y = [.. b];
        transform.Forward(x, wide);
        transform.Forward(y, wide);
        for (int i = 0; i < x.Length; i++) x[i] = transform.Modulus.Multiply(x[i], y[i]);
        transform.Inverse(x, wide);
        return x;
    }
}
