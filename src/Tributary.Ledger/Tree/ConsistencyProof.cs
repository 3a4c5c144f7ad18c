using System.Collections.Immutable;
using System.Numerics;

namespace Tributary.Ledger;

/// <summary>Proves that a tree is an earlier one with leaves added behind: nothing was changed, left out or put in between.</summary>
/// <remarks>RFC 6962, section 2.1.2; checked as in RFC 9162, section 2.1.4.2.</remarks>
public sealed record ConsistencyProof
{
    /// <summary>Number of leaves of the earlier tree, at least one.</summary>
    public required long OldSize { get; init; }

    /// <summary>Number of leaves of the later tree, not fewer.</summary>
    public required long NewSize { get; init; }

    /// <summary>Hashes from which both roots can be computed; none if the sizes are the same.</summary>
    public required ImmutableArray<TreeHash> Path { get; init; }

    /// <summary>True if the later tree with its root begins with the earlier one with its own; never throws.</summary>
    public bool Verify(TreeHash oldRoot, TreeHash newRoot)
    {
        if (Path.IsDefault || OldSize <= 0 || OldSize > NewSize) return false;
        if (OldSize == NewSize) return Path.IsEmpty && oldRoot == newRoot;

        // The smallest complete subtree at the old right edge: the first hash, or the old root if that was the whole tree.
        int skip = BitOperations.TrailingZeroCount(OldSize);
        long at = (OldSize - 1) >> skip, edge = (NewSize - 1) >> skip;
        bool whole = BitOperations.IsPow2(OldSize);
        if (Path.IsEmpty) return false;
        TreeHash old = whole ? oldRoot : Path[0], current = old;
        foreach (TreeHash hash in Path.AsSpan()[(whole ? 0 : 1)..])
        {
            if (edge == 0) return false; // a hash too many
            if ((at & 1) != 0 || at == edge)
            {
                old = TreeHash.OfNode(hash, old);
                current = TreeHash.OfNode(hash, current);
                while ((at & 1) == 0 && at != 0)
                {
                    at >>= 1;
                    edge >>= 1;
                }
            }
            else
            {
                current = TreeHash.OfNode(current, hash);
            }
            at >>= 1;
            edge >>= 1;
        }
        return edge == 0 && old == oldRoot && current == newRoot;
    }

    /// <summary>True if <paramref name="newer"/> continues <paramref name="older"/>, a checkpoint of the same log; never throws.</summary>
    /// <param name="older">A checkpoint whose signature was verified.</param>
    /// <param name="newer">A later one whose signature was verified.</param>
    public bool Verify(Checkpoint older, Checkpoint newer) =>
        older.Origin == newer.Origin && older.Size == OldSize && newer.Size == NewSize && Verify(older.Root, newer.Root);
}
