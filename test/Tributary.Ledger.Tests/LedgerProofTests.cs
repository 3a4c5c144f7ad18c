using System.Collections.Immutable;

namespace Tributary.Ledger.Tests;

public sealed class LedgerProofTests
{
    private static readonly NoteSigner _log = Keys.Signer();
    private static readonly MerkleTree _tree = Trees.Of(Trees.Example);
    private static readonly SignedNote _checkpoint = Checkpoint.Of(_log.Name, _tree).Sign(_log);

    private static LedgerProof Read(string text) =>
        LedgerProof.TryParse(text, out LedgerProof? proof, out string? problem) ? proof : throw new ArgumentException(problem);

    [Fact]
    public void Proves_each_leaf_and_no_other()
    {
        for (int index = 0; index < Trees.Example.Length; index++)
        {
            LedgerProof proof = Read(LedgerProof.Of(_tree, index, _checkpoint).ToString());
            for (int leaf = 0; leaf < Trees.Example.Length; leaf++)
            {
                LedgerVerdict verdict = proof.Verify(Trees.Example[leaf], _log.Verifier);
                Assert.Equal(leaf == index ? LedgerFinding.Valid : LedgerFinding.NotIncluded, verdict.Finding);
                Assert.EndsWith(".", verdict.Explanation, StringComparison.Ordinal);
                Assert.Equal(verdict, proof.VerifyHash(_tree.LeafHash(leaf), _log.Verifier));
            }
        }
    }

    [Fact]
    public void Is_written_as_C2SP_says()
    {
        LedgerProof proof = LedgerProof.Of(_tree, 5, _checkpoint);
        const string Path = "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=\nyoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=\n"
            + "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=\n";
        Assert.Equal($"c2sp.org/tlog-proof@v1\nindex 5\n{Path}\n{_checkpoint}", proof.ToString());
        LedgerProof more = proof with { Extra = new byte[] { 1, 2, 3 } };
        Assert.Equal($"c2sp.org/tlog-proof@v1\nextra AQID\nindex 5\n{Path}\n{_checkpoint}", more.ToString());
        Assert.Equal([1, 2, 3], Read(more.ToString()).Extra.ToArray());
        Assert.Equal(more.ToString(), Read(more.ToString()).ToString());
    }

    [Fact]
    public void Of_an_older_checkpoint_stands_when_the_log_has_grown()
    {
        var tree = new MerkleTree(Trees.Leaves(20));
        SignedNote checkpoint = Checkpoint.Of(_log.Name, tree).Sign(_log);
        for (int more = 0; more < 13; more++) tree.Append([(byte)more]);
        Assert.True(LedgerProof.Of(tree, 19, checkpoint).VerifyHash(tree.LeafHash(19), _log.Verifier).IsValid);
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerProof.Of(tree, 20, checkpoint));
    }

    [Fact]
    public void Is_not_made_from_a_checkpoint_of_another_tree()
    {
        var other = new MerkleTree(Trees.Leaves(20));
        Assert.Throws<ArgumentException>(() => LedgerProof.Of(other, 0, _checkpoint));
        Assert.Throws<ArgumentException>(() => LedgerProof.Of(new MerkleTree(), 0, _checkpoint));
        Assert.Throws<ArgumentException>(() => LedgerProof.Of(_tree, 0, SignedNote.Sign("text\n", _log)));
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        LedgerProof proof = LedgerProof.Of(_tree, 5, _checkpoint);
        byte[] leaf = Trees.Example[5];
        LedgerFinding Found(LedgerProof changed) => changed.Verify(leaf, _log.Verifier).Finding;
        Assert.Equal(LedgerFinding.Valid, Found(proof));
        Assert.Equal(LedgerFinding.NotIncluded, Found(proof with { Index = 4 }));
        Assert.Equal(LedgerFinding.NotIncluded, Found(proof with { Index = -1 }));
        Assert.Equal(LedgerFinding.NotIncluded, Found(proof with { Path = proof.Path[1..] }));
        Assert.Equal(LedgerFinding.NotIncluded, Found(proof with { Path = default(ImmutableArray<TreeHash>) }));
        Assert.Equal(LedgerFinding.Malformed, Found(proof with { Note = "" }));
        Assert.Equal(LedgerFinding.Malformed, Found(proof with { Note = null! }));
        Assert.Equal(LedgerFinding.WrongSignature, Found(proof with { Note = proof.Note.Replace("\n8\n", "\n7\n", StringComparison.Ordinal) }));
        Assert.Equal(LedgerFinding.UnknownSigner, proof.Verify(leaf, Keys.Signer().Verifier).Finding);
        SignedNote elsewhere = Checkpoint.Of("another.example", _tree).Sign(_log);
        Assert.Equal(LedgerFinding.WrongOrigin, Found(proof with { Note = elsewhere.ToString() }));
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v2\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n", "")]
    [InlineData("v1\nindex 5\n", "v1\n")]
    [InlineData("v1\nindex 5\n", "v1\n\n")]
    [InlineData("index 5\n", "index 05\n")]
    [InlineData("index 5\n", "index -5\n")]
    [InlineData("index 5\n", "index 5\0\n")]
    [InlineData("index 5\n", "index  5\n")]
    [InlineData("index 5\n", "index 5\r\n")]
    [InlineData("index 5\n", "index 9223372036854775808\n")]
    [InlineData("index 5\n", "extra AQID\n")]
    [InlineData("index 5\n", "extra \nindex 5\n")]
    [InlineData("index 5\n", "extra !\nindex 5\n")]
    [InlineData("index 5\n", "index 5\nextra AQID\n")]
    [InlineData("index 5\n", "index 5\nAAAA\n")]
    [InlineData("index 5\n", "index 5\n\n")]
    [InlineData("WFLc=\n\n", "WFLc=\n")]
    [InlineData("WFLc=\n\n", "WFLd=\n\n")]
    public void Refuses_what_is_not_quite_a_proof(string part, string replacement)
    {
        string text = LedgerProof.Of(_tree, 5, _checkpoint).ToString();
        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.False(LedgerProof.TryParse(text.Replace(part, replacement, StringComparison.Ordinal), out LedgerProof? proof, out string? problem));
        Assert.Null(proof);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_path_that_no_tree_needs_and_a_text_that_was_cut()
    {
        LedgerProof proof = LedgerProof.Of(_tree, 5, _checkpoint);
        LedgerProof longest = proof with { Path = [.. Enumerable.Repeat(TreeHash.Empty, 63)] };
        Assert.True(LedgerProof.TryParse(longest.ToString(), out _, out _));
        Assert.False(LedgerProof.TryParse((longest with { Path = longest.Path.Add(TreeHash.Empty) }).ToString(), out _, out _));
        Assert.False(LedgerProof.TryParse(null, out _, out _));
        string text = proof.ToString();
        for (int length = 0; length < text.Length; length++) Assert.False(LedgerProof.TryParse(text[..length], out _, out _), text[..length]);
    }
}
