namespace Tributary.Ledger.Tests;

public sealed class MerkleTreeTests
{
    // Roots of the first 0 to 8 leaves of the example.
    private static readonly string[] _roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Has_the_published_roots_at_every_size()
    {
        var tree = new MerkleTree();
        for (int size = 0; size <= Trees.Example.Length; size++)
        {
            Assert.Equal(_roots[size], tree.Root().ToString());
            if (size < Trees.Example.Length) Assert.Equal(size, tree.Append(Trees.Example[size]));
        }
        for (int size = 0; size < _roots.Length; size++) Assert.Equal(_roots[size], tree.Root(size).ToString());
    }

    [Fact]
    public void Makes_the_published_proofs()
    {
        MerkleTree tree = Trees.Of(Trees.Example);
        Assert.Equal(
            ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
            tree.InclusionProof(5, 8).Path.Select(hash => hash.ToString()));
        Assert.Equal(
            ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
            tree.ConsistencyProof(1, 8).Path.Select(hash => hash.ToString()));
    }

    [Fact]
    public void Agrees_with_the_definitions_of_the_RFC()
    {
        TreeHash[] leaves = Trees.Leaves(70);
        var tree = new MerkleTree(leaves);
        for (int size = 0; size <= leaves.Length; size++)
        {
            ReadOnlySpan<TreeHash> first = leaves.AsSpan(0, size);
            Assert.Equal(RecursiveTree.Root(first), tree.Root(size));
            for (int m = 0; m < size; m++) Assert.Equal(RecursiveTree.Path(m, first), tree.InclusionProof(m, size).Path);
            for (int m = 1; m <= size; m++) Assert.Equal(RecursiveTree.Proof(m, first), tree.ConsistencyProof(m, size).Path);
        }
    }

    [Fact]
    public void Is_the_same_from_stored_hashes_as_it_was_and_grows_on()
    {
        TreeHash[] leaves = Trees.Leaves(100);
        var grown = new MerkleTree();
        for (int size = 0; size <= leaves.Length; size++)
        {
            var rebuilt = new MerkleTree(leaves.AsSpan(0, size));
            Assert.Equal(size, rebuilt.Size);
            Assert.Equal(grown.Root(), rebuilt.Root());
            if (size == leaves.Length) break;
            Assert.Equal(grown.AppendHash(leaves[size]), rebuilt.AppendHash(leaves[size]));
            Assert.Equal(grown.Root(), rebuilt.Root());
            Assert.Equal(leaves[size], grown.LeafHash(size));
        }
    }

    [Fact]
    public void Hashes_leaves_of_any_length_as_the_RFC_says()
    {
        foreach (int length in (int[])[0, 1, 63, 1022, 1023, 1024, 5000])
        {
            byte[] leaf = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
            Assert.Equal(System.Security.Cryptography.SHA256.HashData([0, .. leaf]), TreeHash.OfLeaf(leaf).ToArray());
        }
    }

    [Fact]
    public void Refuses_sizes_and_indices_that_never_were()
    {
        MerkleTree tree = Trees.Of(Trees.Example);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Root(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Root(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.LeafHash(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.InclusionProof(0, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.InclusionProof(4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.InclusionProof(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.ConsistencyProof(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.ConsistencyProof(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.ConsistencyProof(5, 9));
    }
}
