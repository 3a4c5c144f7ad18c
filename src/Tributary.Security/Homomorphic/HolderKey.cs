using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>
/// One holder's part of a collective key: a secret polynomial of minus one, zero and one that nobody else learns, its public part, and its
/// shares for the members. All of it follows from a seed, so that it is the same after a restart.
/// </summary>
internal sealed class HolderKey : IDisposable
{
    private const int Degree = LatticeParameters.Degree;
    private const ulong SecretStream = 0, ErrorStream = 1, NumberStream = 2, SharingStream = 16;
    private readonly KeyStream _stream;
    private readonly SecretBuffer<ulong> _secret = new(2 * Degree); // transformed, modulo both primes

    /// <summary>Of a secret seed of 32 bytes.</summary>
    public HolderKey(ReadOnlySpan<byte> seed)
    {
        _stream = new KeyStream(seed);
        using var drawn = new SecretBuffer<long>(Degree);
        _stream.FillTernary(drawn.Span, SecretStream);
        for (int prime = 0; prime < 2; prime++)
        {
            Span<ulong> part = _secret.Span.Slice(prime * Degree, Degree);
            for (int i = 0; i < Degree; i++) part[i] = Modulus.Both[prime].Lift(drawn.Span[i]);
            NumberTheoreticTransform.Both[prime].Forward(part);
        }
    }

    /// <summary>b = e - a s.</summary>
    public PublicKeyPart Publish(ReadOnlySpan<byte> publicSeed)
    {
        using var errors = new SecretBuffer<ulong>(Degree);
        using var product = new SecretBuffer<ulong>(Degree);
        using var common = new KeyStream(publicSeed);
        ulong[] residues = new ulong[2 * Degree];
        for (int prime = 0; prime < 2; prime++)
        {
            Modulus modulus = Modulus.Both[prime];
            _stream.FillBinomial(errors.Span, ErrorStream);
            foreach (ref ulong error in errors.Span) error = modulus.Lift((long)error - LatticeParameters.BinomialBits);
            NumberTheoreticTransform.Both[prime].Forward(errors.Span);
            common.FillUniform(product.Span, modulus, (ulong)prime);
            Span<ulong> part = residues.AsSpan(prime * Degree, Degree);
            for (int i = 0; i < Degree; i++)
                part[i] = modulus.Subtract(errors.Span[i], modulus.Multiply(product.Span[i], _secret.Span[prime * Degree + i]));
        }
        return new PublicKeyPart(residues);
    }

    /// <summary>One share for each member, in their order.</summary>
    /// <param name="holder">The number of this holder among the members.</param>
    /// <param name="sizes">Members and threshold.</param>
    public IReadOnlyList<HolderShare> Split(int holder, EncryptionSizes sizes)
    {
        var sets = new SharingSets(sizes.Members, sizes.Threshold);
        HolderShare[] shares = [.. Enumerable.Range(1, sizes.Members)
            .Select(member => new HolderShare(holder, member, sets.With(holder, member).Count()))];
        using var coefficients = new SecretBuffer<ulong>(Degree);
        for (int prime = 0; prime < 2; prime++)
        {
            Modulus modulus = Modulus.Both[prime];
            // Horner, as in VectorSharing, modulo each prime by itself.
            for (int degree = sizes.Threshold - 1; degree >= 0; degree--)
            {
                if (degree > 0) _stream.FillUniform(coefficients.Span, modulus, SharingStream + 2 * (ulong)degree + (ulong)prime);
                else _secret.Span.Slice(prime * Degree, Degree).CopyTo(coefficients.Span);
                foreach (HolderShare share in shares)
                    RingVector.MultiplyAdd(share.Part(prime), (ulong)share.Member, coefficients.Span, modulus);
            }
            foreach (HolderShare share in shares) RingVector.Reduce(share.Part(prime), modulus);
        }
        using var seeds = new SecretBuffer<ulong>(sets.All.Count * HolderShare.SeedWords);
        _stream.Fill(seeds.Span, NumberStream);
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(seeds.Span);
        foreach (HolderShare share in shares)
        {
            int at = 0;
            foreach (int set in sets.With(holder, share.Member))
                bytes.Slice(Index(set) * KeyStream.SeedLength, KeyStream.SeedLength)
                    .CopyTo(share.Seeds[(at++ * KeyStream.SeedLength)..]);
        }
        return shares;

        int Index(int set)
        {
            int index = 0;
            while (sets.All[index] != set) index++;
            return index;
        }
    }

    /// <summary>A new seed; the caller zeros it.</summary>
    public static byte[] NewSeed() => RandomNumberGenerator.GetBytes(KeyStream.SeedLength);

    /// <summary>Zeros the secret.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _secret.Dispose();
    }
}
