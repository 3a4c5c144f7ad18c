using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>Whatever comes from others is read or refused by name.</summary>
public sealed class EncryptionFuzzTests
{
    private readonly RandomStream _random = new(31);

    [Fact]
    public void Damaged_vectors_parts_shares_and_answers_are_read_or_refused()
    {
        using var holders = new KeyHolders(new EncryptionSizes(3, 2, 10, 12));
        LanePacking packing = holders.Sizes.Packing;
        EncryptedVector one = ThresholdEncryption.Encrypt(holders.Key, holders.Words(100, 1), holders.Sizes);
        using var key = new HolderKey(HolderKey.NewSeed());
        IReadOnlyList<HolderShare> shares = key.Split(1, holders.Sizes);
        (byte[] Bytes, Action<byte[]> Read)[] kinds =
        [
            (one.ToBytes(), bytes => EncryptedVector.FromBytes(bytes, packing, 100)),
            (key.Publish(new byte[32]).ToBytes(), bytes => PublicKeyPart.FromBytes(bytes)),
            (shares[1].ToBytes(), bytes => HolderShare.FromBytes(bytes, 1, 2, 1).Dispose()),
            (holders.Answers(one, 1)[0].ToBytes(), bytes => PartialDecryption.FromBytes(bytes, 1, packing, 100)),
        ];
        foreach ((byte[] bytes, Action<byte[]> read) in kinds)
        {
            read(bytes);
            Assert.Throws<SecurityException>(() => read(bytes[..^1]));
            Assert.Throws<SecurityException>(() => read([.. bytes, 0]));
            Assert.Throws<SecurityException>(() => read([]));
            byte[] large = [.. bytes];
            large.AsSpan(0, 7).Fill(255); // the first residue is then 2^54 - 1
            Assert.Throws<SecurityException>(() => read(large));
            for (int trial = 0; trial < 100; trial++)
            {
                byte[] damaged = [.. bytes];
                if (_random.NextInt(5) == 0) damaged = damaged[.._random.NextInt(damaged.Length)];
                else damaged[_random.NextInt(damaged.Length)] ^= (byte)(1 << _random.NextInt(8));
                try
                {
                    read(damaged);
                }
                catch (SecurityException)
                {
                    // what it says
                }
            }
        }
        foreach (HolderShare share in shares) share.Dispose();
    }

    [Fact]
    public void Damaged_answers_are_noticed_with_one_more_than_needed()
    {
        using var holders = new KeyHolders(new EncryptionSizes(3, 2, 10, 12));
        EncryptedVector one = ThresholdEncryption.Encrypt(holders.Key, holders.Words(100, 1), holders.Sizes);
        PartialDecryption[] answers = holders.Answers(one, 1, 2, 3);
        for (int trial = 0; trial < 40; trial++)
        {
            ulong[] residues = answers[1].Residues.ToArray();
            residues[_random.NextInt(residues.Length)] ^= 1UL << _random.NextInt(50);
            PartialDecryption[] damaged = [answers[0], new PartialDecryption(2, residues), answers[2]];
            Assert.Throws<SecurityException>(() => ThresholdEncryption.Open(one, damaged, holders.Sizes));
        }
    }
}
