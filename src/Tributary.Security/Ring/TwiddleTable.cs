namespace Tributary.Security;

/// <summary>The powers of a root that the butterflies multiply by, in the order in which they are read.</summary>
internal sealed class TwiddleTable
{
    private const int Degree = LatticeParameters.Degree, Side = NumberTheoreticTransform.Side;

    /// <summary>Of a root of order 2n.</summary>
    public TwiddleTable(Modulus modulus, ulong root)
    {
        Prime = modulus.Value;
        ulong[] powers = new ulong[Degree];
        powers[0] = 1;
        for (int i = 1; i < Degree; i++) powers[i] = modulus.Multiply(powers[i - 1], root);
        for (int i = 0; i < Side; i++) Early[i] = Reversed(i);
        for (int groups = 1; groups < Side; groups *= 2) // in a row of the square
            for (int group = 0; group < groups; group++)
                for (int row = 0; row < Side; row++)
                    Late[(groups + group) * Side + row] = Reversed(Side * groups + row * groups + group);
        EarlyQuotients = Array.ConvertAll(Early, modulus.Quotient);
        LateQuotients = Array.ConvertAll(Late, modulus.Quotient);

        ulong Reversed(int index) => powers[Reverse(index)];
    }

    /// <summary>The prime they are residues of.</summary>
    public ulong Prime { get; }

    /// <summary>Of the layers over the whole columns, one factor for each group: layer of m groups at m.</summary>
    public ulong[] Early { get; } = new ulong[Side];

    /// <summary>Shoup's quotients of <see cref="Early"/>.</summary>
    public ulong[] EarlyQuotients { get; }

    /// <summary>
    /// Of the layers within rows, after the transposition: 64 factors, one a row, for each group; layer of m groups at 64 m.
    /// </summary>
    public ulong[] Late { get; } = new ulong[Side * Side];

    /// <summary>Shoup's quotients of <see cref="Late"/>.</summary>
    public ulong[] LateQuotients { get; }

    private static int Reverse(int index)
    {
        int reversed = 0;
        for (int bit = Degree / 2; bit != 0; bit >>= 1, index >>= 1)
            if ((index & 1) != 0) reversed |= bit;
        return reversed;
    }
}
