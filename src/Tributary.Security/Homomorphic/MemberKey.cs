using System.Security.Cryptography;

namespace Tributary.Security;

/// <summary>
/// One member's share of the sum of the holders' secrets, with the numbers that hide the noise of what it opens. Alone it opens nothing.
/// </summary>
internal sealed class MemberKey : IDisposable
{
    private const int Degree = LatticeParameters.Degree;
    private readonly SecretBuffer<ulong> _share = new(2 * Degree), _quotients = new(2 * Degree);
    private readonly List<(int Set, KeyStream Numbers)> _sets = [];
    private readonly EncryptionSizes _sizes;
    private readonly SharingSets _all;

    /// <summary>Adds up what the holders gave.</summary>
    /// <param name="shares">Of each holder one, all for the same member.</param>
    /// <param name="sizes">Members and threshold.</param>
    public MemberKey(IReadOnlyList<HolderShare> shares, EncryptionSizes sizes)
    {
        (_sizes, _all, Member) = (sizes, new SharingSets(sizes.Members, sizes.Threshold), shares[0].Member);
        for (int prime = 0; prime < 2; prime++)
        {
            Span<ulong> sum = _share.Span.Slice(prime * Degree, Degree), quotients = _quotients.Span.Slice(prime * Degree, Degree);
            foreach (HolderShare share in shares) RingVector.Add(sum, share.Part(prime));
            RingVector.Reduce(sum, Modulus.Both[prime]);
            for (int i = 0; i < Degree; i++) quotients[i] = Modulus.Both[prime].Quotient(sum[i]);
        }
        foreach (int set in _all.With(Member))
            if (NumbersOf(set, shares) is { } numbers) _sets.Add((set, numbers));
    }

    /// <summary>Whose it is; members count from 1.</summary>
    public int Member { get; }

    /// <summary>This member's share of what the sum holds beside c0: its share of c1 s, and of numbers that hide the noise.</summary>
    /// <remarks>A second answer over another sum would let the two be compared: the caller answers once for a key.</remarks>
    public PartialDecryption Open(ReadOnlySpan<ulong> helping)
    {
        ulong[] residues = GC.AllocateUninitializedArray<ulong>(helping.Length);
        using var drawn = new SecretBuffer<ulong>(Degree);
        ulong[][] values = [.. Modulus.Both.Select(modulus => _sets.Select(set => _all.Value(set.Set, Member, modulus)).ToArray())];
        ulong[] lifts = [.. Modulus.Both.Select((modulus, prime) => Lift(modulus, values[prime]))];
        for (int block = 0; block < helping.Length / (2 * Degree); block++)
        {
            Span<ulong> both = residues.AsSpan(2 * block * Degree, 2 * Degree);
            for (int prime = 0; prime < 2; prime++)
            {
                Modulus modulus = Modulus.Both[prime];
                Span<ulong> part = both.Slice(prime * Degree, Degree);
                helping.Slice((2 * block + prime) * Degree, Degree).CopyTo(part);
                RingVector.Reduce(part, modulus);
                NumberTheoreticTransform.Both[prime].Forward(part);
                RingVector.Multiply(
                    part, _share.Span.Slice(prime * Degree, Degree), _quotients.Span.Slice(prime * Degree, Degree), modulus);
                NumberTheoreticTransform.Both[prime].Inverse(part);
            }
            for (int i = 0; i < _sets.Count; i++)
            {
                _sets[i].Numbers.Fill(drawn.Span, 0, (long)block * Degree);
                foreach (ref ulong number in drawn.Span) number >>= 63 - _sizes.SmudgingBits;
                for (int prime = 0; prime < 2; prime++)
                    RingVector.AddProducts(both.Slice(prime * Degree, Degree), drawn.Span, values[prime][i], Modulus.Both[prime]);
            }
            for (int prime = 0; prime < 2; prime++)
                RingVector.AddConstant(both.Slice(prime * Degree, Degree), lifts[prime], Modulus.Both[prime]);
        }
        return new PartialDecryption(Member, residues);
    }

    // Numbers are drawn from 0 on, and are to be drawn from -2^S on.
    private ulong Lift(Modulus modulus, ulong[] values)
    {
        ulong sum = values.Aggregate(0UL, modulus.Add);
        return modulus.Subtract(0, modulus.Multiply(modulus.PowerOfTwo(_sizes.SmudgingBits), sum));
    }

    // Whoever is outside of the set lacks what its members gave each other; one honest holder in it is enough.
    private KeyStream? NumbersOf(int set, IReadOnlyList<HolderShare> shares)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("tributary smudging 1"u8);
        bool any = false;
        foreach (HolderShare share in shares.OrderBy(share => share.Holder))
        {
            int at = _all.With(share.Holder, Member).ToList().IndexOf(set);
            if (at < 0) continue;
            any = true;
            hash.AppendData(share.Seeds.Slice(at * KeyStream.SeedLength, KeyStream.SeedLength));
        }
        if (!any) return null;
        Span<byte> seed = stackalloc byte[KeyStream.SeedLength];
        hash.GetHashAndReset(seed);
        var stream = new KeyStream(seed);
        CryptographicOperations.ZeroMemory(seed);
        return stream;
    }

    /// <summary>Zeros the share.</summary>
    public void Dispose()
    {
        _share.Dispose();
        _quotients.Dispose();
        foreach ((_, KeyStream numbers) in _sets) numbers.Dispose();
    }
}
