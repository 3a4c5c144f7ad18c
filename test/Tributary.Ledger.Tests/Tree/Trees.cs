using Tributary.Tensors;

namespace Tributary.Ledger.Tests;

/// <summary>Trees to test with.</summary>
internal static class Trees
{
    /// <summary>The eight leaves of the reference tests of Certificate Transparency, which implement RFC 6962.</summary>
    public static byte[][] Example { get; } =
    [
        [], [0], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57], [.. Enumerable.Range(0x60, 16).Select(i => (byte)i)],
    ];

    public static TreeHash[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => TreeHash.OfLeaf([(byte)i, (byte)(i >> 8)]))];

    public static MerkleTree Of(IEnumerable<byte[]> leaves)
    {
        var tree = new MerkleTree();
        foreach (byte[] leaf in leaves) tree.Append(leaf);
        return tree;
    }

    public static TreeHash Hex(string text) => TreeHash.TryParseHex(text, out TreeHash hash) ? hash : throw new ArgumentException(text);

    /// <summary>The hash with one bit turned over.</summary>
    public static TreeHash Flip(TreeHash hash, RandomStream random)
    {
        byte[] bytes = hash.ToArray();
        int bit = random.NextInt(8 * bytes.Length);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return new TreeHash(bytes);
    }
}
