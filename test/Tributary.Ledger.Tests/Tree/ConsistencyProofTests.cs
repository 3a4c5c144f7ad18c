using Tributary.Tensors;

namespace Tributary.Ledger.Tests;

public sealed class ConsistencyProofTests
{
    private const int Most = 64;
    private static readonly TreeHash[] _leaves = Trees.Leaves(Most);
    private static readonly MerkleTree _tree = new(_leaves);

    private static IEnumerable<ConsistencyProof> Proofs() =>
        from size in Enumerable.Range(1, Most) from old in Enumerable.Range(1, size) select _tree.ConsistencyProof(old, size);

    [Fact]
    public void Proves_every_growth()
    {
        Assert.Equal(Most * (Most + 1) / 2, Proofs().Count());
        Assert.All(Proofs(), proof => Assert.True(proof.Verify(_tree.Root(proof.OldSize), _tree.Root(proof.NewSize))));
    }

    [Fact]
    public void Refuses_every_proof_with_a_flipped_bit()
    {
        var random = new RandomStream(2);
        foreach (ConsistencyProof proof in Proofs())
        {
            TreeHash old = _tree.Root(proof.OldSize), current = _tree.Root(proof.NewSize);
            Assert.False(proof.Verify(Trees.Flip(old, random), current));
            Assert.False(proof.Verify(old, Trees.Flip(current, random)));
            for (int at = 0; at < proof.Path.Length; at++)
                Assert.False((proof with { Path = proof.Path.SetItem(at, Trees.Flip(proof.Path[at], random)) }).Verify(old, current));
        }
    }

    [Fact]
    public void Refuses_hashes_too_few_and_too_many_and_roots_in_the_wrong_order()
    {
        foreach (ConsistencyProof proof in Proofs())
        {
            TreeHash old = _tree.Root(proof.OldSize), current = _tree.Root(proof.NewSize);
            Assert.False((proof with { Path = proof.Path.Add(current) }).Verify(old, current));
            Assert.False((proof with { Path = proof.Path.Insert(0, old) }).Verify(old, current));
            if (proof.Path.IsEmpty) continue;
            Assert.False(proof.Verify(current, old));
            Assert.False((proof with { Path = proof.Path[1..] }).Verify(old, current));
            Assert.False((proof with { Path = proof.Path[..^1] }).Verify(old, current));
        }
    }

    [Fact]
    public void Refuses_a_path_too_long_for_its_sizes_even_if_it_leads_to_both_roots()
    {
        // The right edge of the trees of 7 and 8 leaves has the form of that of 3 and 4, with one more hash on the left.
        ConsistencyProof proof = _tree.ConsistencyProof(7, 8);
        Assert.True(proof.Verify(_tree.Root(7), _tree.Root(8)));
        Assert.False((proof with { OldSize = 3, NewSize = 4 }).Verify(_tree.Root(7), _tree.Root(8)));
    }

    [Fact]
    public void Refuses_a_tree_in_which_an_old_leaf_was_changed()
    {
        for (int changed = 0; changed < 20; changed++)
        {
            TreeHash[] leaves = [.. _leaves[..20]];
            leaves[changed] = TreeHash.OfLeaf("another"u8);
            var forged = new MerkleTree(leaves);
            for (int old = changed + 1; old <= 20; old++)
                Assert.False(forged.ConsistencyProof(old, 20).Verify(_tree.Root(old), forged.Root()), $"leaf {changed}, from {old}");
        }
    }

    [Fact]
    public void Compares_checkpoints_of_one_log_only()
    {
        Checkpoint At(long size, string origin) => new() { Origin = origin, Size = size, Root = _tree.Root(size) };
        ConsistencyProof proof = _tree.ConsistencyProof(20, 33);
        Assert.True(proof.Verify(At(20, "a"), At(33, "a")));
        Assert.False(proof.Verify(At(20, "a"), At(33, "b")));
        Assert.False(proof.Verify(At(20, "a"), At(34, "a")));
        Assert.False(proof.Verify(At(19, "a"), At(33, "a")));
        Assert.False(proof.Verify(At(33, "a"), At(20, "a")));
    }

    [Fact]
    public void Never_throws_on_numbers_from_outside()
    {
        TreeHash root = _tree.Root(), other = _tree.Root(1);
        foreach (long old in (long[])[long.MinValue, -1, 0, 1, 2, 1L << 62, long.MaxValue - 1, long.MaxValue])
            foreach (long size in (long[])[long.MinValue, -1, 0, 1, long.MaxValue])
                foreach (int length in (int[])[0, 1, 62, 63, 64, 200])
                    Assert.False(new ConsistencyProof { OldSize = old, NewSize = size, Path = [.. Enumerable.Repeat(root, length)] }.Verify(root, other));
        Assert.False(new ConsistencyProof { OldSize = 1, NewSize = 1, Path = default }.Verify(root, root));
    }
}
