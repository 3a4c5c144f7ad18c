using System.Collections.Immutable;

namespace Tributary.Ledger;

/// <summary>Proves that a leaf is in a tree: the hashes beside the path from the leaf to the root.</summary>
/// <remarks>RFC 6962, section 2.1.1; checked as in RFC 9162, section 2.1.3.2.</remarks>
public sealed record InclusionProof
{
    /// <summary>The index of the leaf, from zero.</summary>
    public required long Index { get; init; }

    /// <summary>Number of leaves of the tree.</summary>
    public required long Size { get; init; }

    /// <summary>The siblings of the path, the leaf's first; at most 63, none for a tree of one leaf.</summary>
    public required ImmutableArray<TreeHash> Path { get; init; }

    /// <summary>True if the leaf at <see cref="Index"/> of the tree with this root has this hash; never throws.</summary>
    /// <param name="leafHash"><see cref="TreeHash.OfLeaf"/> of the leaf.</param>
    /// <param name="root">From a source that is trusted, such as a checkpoint whose signature was verified.</param>
    public bool Verify(TreeHash leafHash, TreeHash root)
    {
        if (Path.IsDefault || Index < 0 || Index >= Size) return false;
        // Both numbers lose a bit a level: where the leaf's path is, and where the right edge of the tree is.
        long at = Index, edge = Size - 1;
        TreeHash hash = leafHash;
        foreach (TreeHash sibling in Path)
        {
            if (edge == 0) return false; // a hash too many
            if ((at & 1) != 0 || at == edge)
            {
                hash = TreeHash.OfNode(sibling, hash);
                // At the edge, a node without a right sibling is its own parent.
                while ((at & 1) == 0 && at != 0)
                {
                    at >>= 1;
                    edge >>= 1;
                }
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }
            at >>= 1;
            edge >>= 1;
        }
        return edge == 0 && hash == root;
    }
}
