namespace Tributary.Ledger.Tests;

/// <summary>The definitions of RFC 6962, section 2.1, word for word and slow: what the tree is compared with.</summary>
internal static class RecursiveTree
{
    public static TreeHash Root(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 0) return TreeHash.Empty;
        if (leaves.Length == 1) return leaves[0];
        int k = Split(leaves.Length);
        return TreeHash.OfNode(Root(leaves[..k]), Root(leaves[k..]));
    }

    public static List<TreeHash> Path(int m, ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 1) return [];
        int k = Split(leaves.Length);
        return m < k ? [.. Path(m, leaves[..k]), Root(leaves[k..])] : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    public static List<TreeHash> Proof(int m, ReadOnlySpan<TreeHash> leaves) => Subproof(m, leaves, complete: true);

    private static List<TreeHash> Subproof(int m, ReadOnlySpan<TreeHash> leaves, bool complete)
    {
        if (m == leaves.Length) return complete ? [] : [Root(leaves)];
        int k = Split(leaves.Length);
        return m <= k
            ? [.. Subproof(m, leaves[..k], complete), Root(leaves[k..])]
            : [.. Subproof(m - k, leaves[k..], false), Root(leaves[..k])];
    }

    private static int Split(int n)
    {
        int k = 1;
        while (2 * k < n) k *= 2;
        return k;
    }
}
