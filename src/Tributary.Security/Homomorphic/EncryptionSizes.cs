namespace Tributary.Security;

/// <summary>
/// The sizes of threshold encryption on the ring of <see cref="LatticeParameters"/>, worked out from who holds the key and how many vectors
/// are added. Everything that correctness and smudging rest on is in this file.
/// </summary>
/// <remarks>
/// The scheme is that of Fan and Vercauteren (BFV, eprint 2012/144) with a collective key (Mouchet et al., PoPETs 2021, eprint 2020/304)
/// and the power of two 2^Shift as its scale: a sum of N vectors under the key of k members holds, in each coefficient, 2^Shift m + v
/// modulo Q.
/// <para>Security: secrets of key and encryption are ternary, errors have standard deviation 4.63, and degree and modulus are those of
/// table 1 of the Homomorphic Encryption Security Standard, as <see cref="LatticeParameters"/> says. The key itself never becomes known,
/// so that ternary secrets need no room for hints.</para>
/// <para>Noise: v = sum of e u + e0 + e1 s over the vectors, where e and s are sums of k errors and secrets. Given the key, v is a sum of
/// independent sub-Gaussian numbers of variance proxy N (|e|^2 + 21.5 |s|^2 + 21.5); |e|^2 is below 1.5 times its mean 21.5 n k and |s|^2
/// below 1.5 times its mean 2/3 n k, both by more than twenty standard deviations. The deviation is then at most sqrt(2.5 21.5 n k N), up
/// to a part in a thousand, and no coefficient of 2^24 leaves eleven of them with a probability above 2^-60. That holds for clients that
/// encrypt as they should; one that does not costs the round.</para>
/// <para>Smudging, as in Noah's Ark (Dahl et al., eprint 2023/815): each set of members - threshold + 1 members shares a number drawn
/// uniformly from [-2^S, 2^S) for each coefficient, which is added in the sharing. Fewer members than the threshold lack the number of
/// one set at least. What is opened is then, for them, within a statistical distance of E|v| / 2^(S+1), at most 2^-41 a coefficient, of a
/// message with that number alone: S is 40 more than the logarithm of the deviation, or larger where the message leaves room. For a
/// vector of d coefficients it is d times as much.</para>
/// <para>Correctness: |v| + sets 2^S is below 2^(Shift-1), and 2^(Shift + MessageBits) is at most 2^107, which is below Q.</para>
/// </remarks>
internal sealed record EncryptionSizes
{
    /// <summary>The most members: each holds the numbers of up to 126 sets then.</summary>
    public const int MostMembers = 10;

    private const int Degree = LatticeParameters.Degree, Room = 107, MoreBits = 40, LargestSmudging = 62, Deviations = 11;
    private const int ProxyOfOne = 220_160; // 2.5 times 21.5 n

    /// <summary>For lanes of so many bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public EncryptionSizes(int members, int threshold, int cohort, int laneBits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members, MostMembers);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(members, threshold);
        int most = MostMessageBits(members, threshold, cohort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(laneBits, most);
        (Members, Threshold) = (members, threshold);
        Packing = new LanePacking(laneBits, cohort) { MessageBits = most / laneBits * laneBits };
        Shift = Room - Packing.MessageBits;
        var room = (Int128.One << (Shift - 1)) - NoiseBound(members, cohort) - 1;
        SmudgingBits = Math.Min(LargestSmudging, (int)Int128.Log2(room / SetCount(members, threshold)));
    }

    /// <summary>Who shares the key.</summary>
    public int Members { get; }

    /// <summary>How many of them open a sum.</summary>
    public int Threshold { get; }

    /// <summary>How integers lie in coefficients.</summary>
    public LanePacking Packing { get; }

    /// <summary>The largest number of vectors in a sum.</summary>
    public int Cohort => Packing.Cohort;

    /// <summary>A message is multiplied by 2 to this.</summary>
    public int Shift { get; }

    /// <summary>S: the numbers of a set are from -2^S to 2^S - 1.</summary>
    public int SmudgingBits { get; }

    /// <summary>The largest magnitude of what is left beside the message when a sum is opened.</summary>
    public Int128 LargestError =>
        NoiseBound(Members, Cohort) + ((Int128)SetCount(Members, Threshold) << SmudgingBits);

    /// <summary>The widest message of a coefficient, in bits, that leaves room for noise and smudging.</summary>
    public static int MostMessageBits(int members, int threshold, int cohort)
    {
        Int128 smudging = (Int128)SetCount(members, threshold) << (MoreBits + BitsOf(Deviation(members, cohort)));
        Int128 error = NoiseBound(members, cohort) + smudging;
        return Math.Min(MessageParts.LowBits, Room - 2 - (int)Int128.Log2(error)); // error below 2^(log + 1) <= 2^(Shift - 1)
    }

    /// <summary>The largest magnitude of the noise of a sum of so many vectors, except with probability 2^-60.</summary>
    public static long NoiseBound(int members, int cohort) => Deviations * Deviation(members, cohort);

    /// <summary>How many sets of members share a number: all of so many that fewer than the threshold are outside.</summary>
    public static int SetCount(int members, int threshold)
    {
        long count = 1;
        for (int i = 1; i < threshold; i++) count = count * (members - i + 1) / i;
        return (int)count;
    }

    private static long Deviation(int members, int cohort) => (long)Math.Ceiling(Math.Sqrt((double)ProxyOfOne * members * cohort));

    private static int BitsOf(long value) => 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value - 1);
}
