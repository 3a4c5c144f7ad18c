using Tributary.Tensors;

namespace Tributary.Ledger.Tests;

public sealed class InclusionProofTests
{
    private const int Most = 130;
    private static readonly TreeHash[] _leaves = Trees.Leaves(Most);
    private static readonly MerkleTree _tree = new(_leaves);

    [Fact]
    public void Proves_every_leaf_at_every_size()
    {
        for (int size = 1; size <= Most; size++)
            for (int index = 0; index < size; index++)
                Assert.True(_tree.InclusionProof(index, size).Verify(_leaves[index], _tree.Root(size)), $"{index} of {size}");
    }

    [Fact]
    public void Refuses_every_proof_with_a_flipped_bit()
    {
        var random = new RandomStream(1);
        for (int size = 1; size <= Most; size++)
            for (int index = 0; index < size; index++)
            {
                InclusionProof proof = _tree.InclusionProof(index, size);
                TreeHash leaf = _leaves[index], root = _tree.Root(size);
                Assert.False(proof.Verify(Trees.Flip(leaf, random), root));
                Assert.False(proof.Verify(leaf, Trees.Flip(root, random)));
                for (int at = 0; at < proof.Path.Length; at++)
                    Assert.False((proof with { Path = proof.Path.SetItem(at, Trees.Flip(proof.Path[at], random)) }).Verify(leaf, root));
            }
    }

    [Fact]
    public void Refuses_every_other_index()
    {
        for (int size = 1; size <= 40; size++)
            for (int index = 0; index < size; index++)
                for (int other = -1; other <= size; other++)
                    if (other != index) Assert.False((_tree.InclusionProof(index, size) with { Index = other }).Verify(_leaves[index], _tree.Root(size)));
    }

    [Fact]
    public void Refuses_the_tree_of_every_other_size()
    {
        for (int size = 1; size <= 40; size++)
            for (int index = 0; index < size; index++)
                for (int other = 0; other <= 41; other++)
                    if (other != size) Assert.False((_tree.InclusionProof(index, size) with { Size = other }).Verify(_leaves[index], _tree.Root(other)));
    }

    [Fact]
    public void Refuses_hashes_too_few_and_too_many()
    {
        for (int size = 1; size <= Most; size++)
            for (int index = 0; index < size; index++)
            {
                InclusionProof proof = _tree.InclusionProof(index, size);
                TreeHash leaf = _leaves[index], root = _tree.Root(size);
                Assert.False((proof with { Path = proof.Path.Add(root) }).Verify(leaf, root));
                Assert.False((proof with { Path = proof.Path.Insert(0, leaf) }).Verify(leaf, root));
                if (size == 1) continue;
                Assert.False((proof with { Path = proof.Path[1..] }).Verify(leaf, root));
                Assert.False((proof with { Path = proof.Path[..^1] }).Verify(leaf, root));
            }
    }

    [Fact]
    public void Refuses_a_path_too_long_for_its_size_even_if_it_leads_to_the_root()
    {
        // All siblings of the last leaf are on its left, which is what a path beyond the root would be taken for.
        for (int size = 2; size <= 64; size *= 2)
        {
            InclusionProof proof = _tree.InclusionProof(size - 1, size);
            Assert.True(proof.Verify(_leaves[size - 1], _tree.Root(size)));
            Assert.False((proof with { Index = 0, Size = 1 }).Verify(_leaves[size - 1], _tree.Root(size)));
            Assert.False((proof with { Index = size / 2 - 1, Size = size / 2 }).Verify(_leaves[size - 1], _tree.Root(size)));
        }
    }

    [Fact]
    public void Refuses_an_inner_node_as_a_leaf()
    {
        // The second preimage that the prefixes are there for: a node presented as the leaf of a tree half as large.
        TreeHash node = TreeHash.OfNode(_leaves[0], _leaves[1]);
        var tree = new MerkleTree(_leaves.AsSpan(0, 4));
        InclusionProof proof = tree.InclusionProof(0, 4);
        Assert.False((proof with { Path = proof.Path[1..] }).Verify(node, tree.Root()));
        Assert.NotEqual(node, TreeHash.OfLeaf([.. _leaves[0].ToArray(), .. _leaves[1].ToArray()]));
    }

    [Fact]
    public void Never_throws_on_numbers_from_outside()
    {
        TreeHash root = _tree.Root();
        foreach (long index in (long[])[long.MinValue, -1, 0, 1, long.MaxValue - 1, long.MaxValue])
            foreach (long size in (long[])[long.MinValue, -1, 0, long.MaxValue])
                foreach (int length in (int[])[0, 1, 62, 63, 64, 200])
                    Assert.False(new InclusionProof { Index = index, Size = size, Path = [.. Enumerable.Repeat(root, length)] }.Verify(root, root));
        Assert.False(new InclusionProof { Index = 0, Size = 1, Path = default }.Verify(root, root));
    }
}
