namespace Tributary.Security;

/// <summary>
/// The one ring of all lattice constructions, Z_Q[x]/(x^4096 + 1), and the sizes of secrets and noise in it. Everything that a security
/// estimate rests on is in this file.
/// </summary>
/// <remarks>
/// Degree and modulus: Homomorphic Encryption Security Standard (Albrecht et al., 2018, eprint 2019/939), table 1: at degree 4096 a modulus
/// of at most 109 bits gives 128 bits against classical attacks, with ternary secrets and errors of standard deviation 3.19. Here Q has
/// 108 bits, and both secret and error are wider than in the table, which makes the problem no easier.
/// Width: the sum of the clients' secrets and errors becomes known when a masked sum is opened. What a client keeps is then a hint problem
/// (Hint-RLWE, Kim, Lee, Seo, Song, Crypto 2023; used for one-shot aggregation by Willow, eprint 2024/936): with two honest clients
/// of standard deviation s each, s / sqrt(2) is left. 4.63 / sqrt(2) = 3.27 is not below the table's 3.19.
/// Commitments (<see cref="RingCommitment"/>) live modulo the first prime alone, q of 54 bits. Hiding: the same secrets and errors at
/// degree 4096 with half the bits of modulus that the table allows. Binding: who opens one commitment twice has a vector of Euclidean norm
/// 2^32 sqrt(m) or less in a ring-SIS lattice, for m committed numbers of magnitude below 2^31: 2^44 for 10 million. Lattice reduction
/// reaches 2^(2 sqrt(n log2 q log2 d)) with root Hermite factor d (Micciancio, Regev: Lattice-based cryptography, 2009, section 3), so
/// that 2^44 needs d = 1.0015, where 1.0044 counts as 128 bits. The margin is by this formula; no lattice estimator was run.
/// </remarks>
internal static class LatticeParameters
{
    /// <summary>The number of coefficients, n.</summary>
    public const int Degree = 4096;

    /// <summary>Bits of a residue on the wire.</summary>
    public const int PrimeBits = 54;

    /// <summary>The two largest primes of 54 bits that are 1 modulo 2n; their product is Q, of less than 108 bits.</summary>
    public static ReadOnlySpan<ulong> Primes => [18014398509309953, 18014398509293569];

    /// <summary>An element of order 2n of each prime field.</summary>
    public static ReadOnlySpan<ulong> Roots => [14949770367513295, 16988337164893575];

    /// <summary>
    /// A secret or error coefficient is the number of ones in so many random bits, minus that in as many others: a centred binomial of
    /// variance 43 / 2, standard deviation 4.63.
    /// </summary>
    public const int BinomialBits = 43;

    /// <summary>Bits of the message space: a coefficient carries an integer below 2^90, the error is multiplied by 2^90.</summary>
    /// <remarks>
    /// Noise: the sum of N masked vectors holds, in each coefficient, 2^90 e + m with |e| at most 43 N and 0 &lt;= m &lt; 2^90. Its
    /// magnitude is below 2^90 (43 N + 1), for N = 1024 below 2^105.5, and Q / 2 is above 2^106.99: the centred residue is the integer
    /// itself, for every outcome of the random bits and not only with high probability.
    /// </remarks>
    public const int MessageBits = 90;

    /// <summary>
    /// The largest number of masked vectors in one sum: 54-bit residues of so many are added in 64 bits without reduction.
    /// </summary>
    public const int MaxCohort = 1024;

    /// <summary>Bits of the widest number that is committed to, its sign among them; sums of a cohort fit.</summary>
    public const int CommittedBits = 32;
}
