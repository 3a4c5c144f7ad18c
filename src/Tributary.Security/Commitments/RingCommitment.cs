using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>
/// A commitment to many small integers that hides them, can be opened in one way only, and adds up: the sum of commitments is one to the
/// sum of the integers under the sum of the randomness.
/// </summary>
/// <remarks>
/// Com(m; r1, r2) = sum A_j m_j + B r1 + r2 in Z_q[x]/(x^4096 + 1), q the first prime of the ring, 4096 integers in each m_j (Ajtai 1996;
/// Baum, Damgård, Lyubashevsky, Oechslner, Peikert: More efficient commitments from structured lattice assumptions, SCN 2018). The public
/// A_j and B are expanded from a constant, in transformed form, so that nobody chose them. Sizes: <see cref="LatticeParameters"/>.
/// </remarks>
public sealed class RingCommitment
{
    /// <summary>The integers of r1 and r2 together.</summary>
    public const int RandomnessLength = 2 * Degree;

    /// <summary>The largest magnitude of an integer of one client's randomness.</summary>
    public const int LargestRandomness = LatticeParameters.BinomialBits;

    /// <summary>Bytes on the wire: 54 bits a residue.</summary>
    public const int ByteLength = Degree * LatticeParameters.PrimeBits / 8;

    private const int Degree = LatticeParameters.Degree;
    private const ulong RandomnessStream = ulong.MaxValue;

    private static readonly byte[] _publicSeed = SHA256.HashData("tributary ring commitment v1"u8);
    private readonly ulong[] _residues; // sums of at most so many clients' residues, not reduced

    private RingCommitment(ulong[] residues) => _residues = residues;

    private static NumberTheoreticTransform Transform => NumberTheoreticTransform.Both[0];

    /// <summary>A commitment to nothing, to add to.</summary>
    public static RingCommitment Zero() => new(new ulong[Degree]);

    /// <summary>Commits; takes a time that does not depend on the values.</summary>
    /// <param name="message">Any number of integers.</param>
    /// <param name="randomness">As many as <see cref="RandomnessLength"/>; secret as long as the message is.</param>
    public static RingCommitment To(ReadOnlySpan<int> message, ReadOnlySpan<int> randomness)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(randomness.Length, RandomnessLength, nameof(randomness));
        using var stream = new KeyStream(_publicSeed);
        using var low = new SecretBuffer<ulong>(Degree);
        using var high = new SecretBuffer<ulong>(Degree);
        using var polynomial = new SecretBuffer<ulong>(Degree);
        ulong[] matrix = new ulong[Degree];
        for (ulong block = 0; !message.IsEmpty; block++)
        {
            ReadOnlySpan<int> part = message[..Math.Min(Degree, message.Length)];
            AddProduct(part, block);
            message = message[part.Length..];
        }
        AddProduct(randomness[..Degree], RandomnessStream);
        ulong[] residues = new ulong[Degree];
        Modulus modulus = Transform.Modulus;
        // high 2^64 + low, below q: sums of 128 bits hold 2^20 products of residues.
        RingVector.Reduce(low.Span, modulus);
        RingVector.MultiplyAdd(high.Span, modulus.PowerOfTwo(64), low.Span, modulus);
        RingVector.Reduce(high.Span, modulus);
        high.Span.CopyTo(residues);
        Transform.Inverse(residues);
        for (int i = 0; i < Degree; i++) residues[i] = modulus.Add(residues[i], modulus.Lift(randomness[Degree + i]));
        return new RingCommitment(residues);

        void AddProduct(ReadOnlySpan<int> integers, ulong column)
        {
            stream.FillUniform(matrix, Transform.Modulus, column);
            Span<ulong> values = polynomial.Span;
            for (int i = 0; i < integers.Length; i++) values[i] = Transform.Modulus.Lift(integers[i]);
            values[integers.Length..].Clear();
            Transform.Forward(values);
            Accumulate(values, matrix, low.Span, high.Span);
        }
    }

    /// <summary>New randomness of one client from the operating system.</summary>
    /// <param name="randomness">Receives it: as many as <see cref="RandomnessLength"/>.</param>
    public static void FillRandomness(Span<int> randomness)
    {
        using KeyStream stream = KeyStream.Fresh();
        using var drawn = new SecretBuffer<ulong>(randomness.Length);
        stream.FillBinomial(drawn.Span, 0);
        for (int i = 0; i < randomness.Length; i++) randomness[i] = (int)drawn.Span[i] - LatticeParameters.BinomialBits;
    }

    /// <summary>Adds another one; at most 1024 clients' go into a sum.</summary>
    public void Add(RingCommitment other) => RingVector.Add(_residues, other._residues);

    /// <summary>Whether both are to the same integers, as far as anybody can tell.</summary>
    public bool Matches(RingCommitment other) => Reduced().AsSpan().SequenceEqual(other.Reduced());

    /// <summary>The wire form.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteLength];
        ResidueBytes.Write(Reduced(), bytes);
        return bytes;
    }

    /// <summary>Reads one client's commitment strictly.</summary>
    /// <exception cref="SecurityException">The length is wrong or a residue is not below the prime.</exception>
    public static RingCommitment FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength)
            throw new SecurityException($"A commitment takes {ByteLength} bytes and came with {bytes.Length}; it proves nothing.");
        ulong[] residues = new ulong[Degree];
        ResidueBytes.Read(bytes, residues);
        if (residues.AsSpan().ContainsAnyExceptInRange(0UL, LatticeParameters.Primes[0] - 1))
            throw new SecurityException("A commitment has a residue that is not below its prime; two byte forms would be one commitment. "
                + "The client's program is broken or hostile: drop it.");
        return new RingCommitment(residues);
    }

    private ulong[] Reduced()
    {
        ulong[] reduced = [.. _residues];
        RingVector.Reduce(reduced, Transform.Modulus);
        return reduced;
    }

    private static void Accumulate(ReadOnlySpan<ulong> values, ReadOnlySpan<ulong> factors, Span<ulong> low, Span<ulong> high)
    {
        factors = factors[..values.Length];
        low = low[..values.Length];
        high = high[..values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            ulong upper = Math.BigMul(values[i], factors[i], out ulong lower), sum = low[i] + lower;
            // The carry without a branch: the values are secret.
            high[i] += upper + (((low[i] & lower) | ((low[i] | lower) & ~sum)) >> 63);
            low[i] = sum;
        }
    }
}
