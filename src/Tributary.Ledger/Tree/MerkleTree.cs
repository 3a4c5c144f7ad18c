using System.Collections.Immutable;
using System.Numerics;

namespace Tributary.Ledger;

/// <summary>The Merkle tree of an append-only log: it proves that a leaf is in it, and that it only ever grew.</summary>
/// <remarks>
/// RFC 6962, section 2.1. It holds the hashes of all complete subtrees, 32 bytes each: about 64 bytes a leaf, up to twice that while it
/// grows. Appending takes two hashes on average, a root or a proof of any size O(log n). Leaves themselves are not kept.
/// Several threads may read at once, but not while one appends.
/// </remarks>
public sealed class MerkleTree
{
    // Level k holds the roots of the complete subtrees over 2^k leaves, from left to right.
    private readonly List<List<TreeHash>> _levels = [[]];

    /// <summary>A tree without leaves.</summary>
    public MerkleTree()
    {
    }

    /// <summary>The tree over stored leaf hashes, in their order; about one hash is computed for each.</summary>
    public MerkleTree(ReadOnlySpan<TreeHash> leafHashes)
    {
        for (int level = 0; leafHashes.Length >> level > 0; level++)
        {
            if (level == _levels.Count) _levels.Add([]);
            _levels[level].EnsureCapacity(leafHashes.Length >> level);
        }
        foreach (TreeHash hash in leafHashes) AppendHash(hash);
    }

    /// <summary>Number of leaves.</summary>
    public long Size => _levels[0].Count;

    /// <summary>Appends a leaf, and returns its index, from zero.</summary>
    public long Append(ReadOnlySpan<byte> leaf) => AppendHash(TreeHash.OfLeaf(leaf));

    /// <summary>Appends a leaf by its hash (<see cref="TreeHash.OfLeaf"/>), and returns its index, from zero.</summary>
    public long AppendHash(TreeHash leafHash)
    {
        long index = Size;
        TreeHash hash = leafHash;
        for (int level = 0; ; level++)
        {
            if (level == _levels.Count) _levels.Add([]);
            List<TreeHash> hashes = _levels[level];
            hashes.Add(hash);
            if (hashes.Count % 2 != 0) return index;
            hash = TreeHash.OfNode(hashes[^2], hash);
        }
    }

    /// <summary>The hash of the leaf at <paramref name="index"/>, as it is to be stored for a later tree.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public TreeHash LeafHash(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
        return _levels[0][(int)index];
    }

    /// <summary>The root of the whole tree; <see cref="TreeHash.Empty"/> without leaves.</summary>
    public TreeHash Root() => Root(Size);

    /// <summary>The root of the first <paramref name="size"/> leaves, from 0 to <see cref="Size"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had that size.</exception>
    public TreeHash Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        return size == 0 ? TreeHash.Empty : Subtree(0, size);
    }

    /// <summary>Proves that the leaf at <paramref name="index"/> is in the tree of the first <paramref name="size"/> leaves.</summary>
    /// <remarks>PATH(m, D[n]) of RFC 6962, section 2.1.1, without the recursion.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had that size, or not that leaf at that size.</exception>
    public InclusionProof InclusionProof(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        ImmutableArray<TreeHash>.Builder path = ImmutableArray.CreateBuilder<TreeHash>();
        long start = 0, length = size;
        while (length > 1)
        {
            long left = LeftSubtree(length);
            if (index - start < left)
            {
                path.Add(Subtree(start + left, length - left));
                length = left;
            }
            else
            {
                path.Add(Subtree(start, left));
                start += left;
                length -= left;
            }
        }
        path.Reverse();
        return new InclusionProof { Index = index, Size = size, Path = path.DrainToImmutable() };
    }

    /// <summary>Proves that the first <paramref name="newSize"/> leaves begin with the first <paramref name="oldSize"/>.</summary>
    /// <remarks>PROOF(m, D[n]) of RFC 6962, section 2.1.2. From the empty tree nothing is to be proved, so it is not asked for.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt; old size &lt;= new size &lt;= <see cref="Size"/>.</exception>
    public ConsistencyProof ConsistencyProof(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newSize, Size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        ImmutableArray<TreeHash>.Builder path = ImmutableArray.CreateBuilder<TreeHash>();
        long start = 0, length = newSize;
        while (start + length != oldSize)
        {
            long left = LeftSubtree(length);
            if (oldSize - start <= left)
            {
                path.Add(Subtree(start + left, length - left));
                length = left;
            }
            else
            {
                path.Add(Subtree(start, left));
                start += left;
                length -= left;
            }
        }
        // A subtree at the left edge is the old tree itself, whose root the verifier has.
        if (start > 0) path.Add(Subtree(start, length));
        path.Reverse();
        return new ConsistencyProof { OldSize = oldSize, NewSize = newSize, Path = path.DrainToImmutable() };
    }

    /// <summary>The largest power of two below <paramref name="length"/>, which is at least 2.</summary>
    private static long LeftSubtree(long length) => 1L << BitOperations.Log2((ulong)length - 1);

    /// <summary>The root over leaves from <paramref name="start"/>, a multiple of the smallest power of two that holds them.</summary>
    private TreeHash Subtree(long start, long length)
    {
        // One bit of the length is one complete part; the smallest is the rightmost.
        TreeHash hash = LastComplete(start, length);
        for (length &= length - 1; length != 0; length &= length - 1) hash = TreeHash.OfNode(LastComplete(start, length), hash);
        return hash;
    }

    private TreeHash LastComplete(long start, long length)
    {
        int level = BitOperations.TrailingZeroCount(length);
        return _levels[level][(int)((start + length) >> level) - 1];
    }
}
