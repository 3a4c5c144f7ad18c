namespace Tributary.Security.Tests;

/// <summary>Holders that have made a collective key together, and the members that share it.</summary>
internal sealed class KeyHolders : IDisposable
{
    private static readonly byte[] _publicSeed = [.. Enumerable.Range(0, 32).Select(i => (byte)(5 * i))];

    /// <param name="sizes">Members and threshold.</param>
    /// <param name="holders">Which members hold a part of the key; null for all.</param>
    public KeyHolders(EncryptionSizes sizes, IReadOnlyList<int>? holders = null)
    {
        Sizes = sizes;
        holders ??= [.. Enumerable.Range(1, sizes.Members)];
        List<PublicKeyPart> parts = [];
        List<IReadOnlyList<HolderShare>> shares = [];
        foreach (int holder in holders)
        {
            using var key = new HolderKey(HolderKey.NewSeed());
            parts.Add(PublicKeyPart.FromBytes(key.Publish(_publicSeed).ToBytes()));
            shares.Add(key.Split(holder, sizes));
        }
        Key = new CollectiveKey(_publicSeed, parts);
        Members = [.. Enumerable.Range(0, sizes.Members).Select(member => new MemberKey([.. shares.Select(of => of[member])], sizes))];
        foreach (HolderShare share in shares.SelectMany(of => of)) share.Dispose();
    }

    public EncryptionSizes Sizes { get; }

    public CollectiveKey Key { get; }

    public IReadOnlyList<MemberKey> Members { get; }

    /// <summary>What members, counted from 1, say about a sum, after it has been on the wire.</summary>
    public PartialDecryption[] Answers(EncryptedVector sum, params IEnumerable<int> members) =>
    [
        .. members.Select(member => PartialDecryption.FromBytes(
            Members[member - 1].Open(sum.Helping).ToBytes(), member, Sizes.Packing, sum.Length)),
    ];

    public ulong[] Words(int length, int seed)
    {
        using KeyStream stream = Polynomials.Stream((byte)(100 + seed));
        ulong[] words = new ulong[length];
        stream.Fill(words, 0);
        for (int i = 0; i < length; i++) words[i] = i % 5 == 0 ? Sizes.Packing.Largest : words[i] % (Sizes.Packing.Largest + 1);
        return words;
    }

    public void Dispose()
    {
        foreach (MemberKey member in Members) member.Dispose();
    }
}
