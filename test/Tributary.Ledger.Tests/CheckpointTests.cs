namespace Tributary.Ledger.Tests;

public sealed class CheckpointTests
{
    private const string Root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", NoRoot = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private static Checkpoint Read(string text) =>
        Checkpoint.TryParse(text, out Checkpoint? checkpoint, out string? problem) ? checkpoint : throw new ArgumentException(problem);

    [Fact]
    public void Is_written_as_C2SP_says()
    {
        var checkpoint = Checkpoint.Of(Keys.Log, Trees.Of(Trees.Example));
        Assert.Equal($"{Keys.Log}\n8\n{Root}\n", checkpoint.ToString());
        Assert.Equal($"{Keys.Log}\n8\n{Root}\nextension 1\n2\n", (checkpoint with { Extensions = ["extension 1", "2"] }).ToString());
        Assert.Equal($"{Keys.Log}\n0\n{NoRoot}\n", Checkpoint.Of(Keys.Log, new MerkleTree()).ToString());
    }

    [Fact]
    public void Reads_the_checkpoints_of_public_logs()
    {
        Checkpoint rekor = Read(Keys.Note(PublicLogs.RekorLater).Text);
        Assert.Equal("rekor.sigstore.dev - 2605736670972794746", rekor.Origin);
        Assert.Equal(64319120, rekor.Size);
        Assert.Equal("5bbff4e9f8034a33b102996271c0e01b87caa83c44c46e893b47b81467fd808c", rekor.Root.ToString());
        Assert.Equal(["Timestamp: 1706845443714164712"], rekor.Extensions);
        Assert.Equal(Keys.Note(PublicLogs.RekorLater).Text, rekor.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("log\n8\n")]
    [InlineData("log\n8\n" + Root)]                 // the last line feed is missing
    [InlineData("log\r\n8\r\n" + Root + "\r\n")]
    [InlineData("\n8\n" + Root + "\n")]
    [InlineData("log\n08\n" + Root + "\n")]
    [InlineData("log\n00\n" + NoRoot + "\n")]
    [InlineData("log\n+8\n" + Root + "\n")]
    [InlineData("log\n-8\n" + Root + "\n")]
    [InlineData("log\n 8\n" + Root + "\n")]
    [InlineData("log\n8 \n" + Root + "\n")]
    [InlineData("log\n8.0\n" + Root + "\n")]
    [InlineData("log\n0x8\n" + Root + "\n")]
    [InlineData("log\n\u0668\n" + Root + "\n")]     // an Arabic eight
    [InlineData("log\n\n" + Root + "\n")]
    [InlineData("log\n9223372036854775808\n" + Root + "\n")]
    [InlineData("log\n8\n" + Root + " \n")]
    [InlineData("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n")]
    [InlineData("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n")]
    [InlineData("log\n8\nAAAA\n")]
    [InlineData("log\n8\n" + Root + "\n\n")]        // an empty extension
    [InlineData("log\n8\n" + Root + "\n\nmore\n")]
    [InlineData("log\n8\n" + Root + "\nmo\tre\n")]
    [InlineData("log\n0\n" + Root + "\n")]          // no leaves, and not the root of none
    public void Refuses_what_is_not_quite_a_checkpoint(string text)
    {
        Assert.False(Checkpoint.TryParse(text, out Checkpoint? checkpoint, out string? problem));
        Assert.Null(checkpoint);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log\n8\n" + Root + "\n")]
    [InlineData("log\n0\n" + NoRoot + "\n")]
    [InlineData("a log, with spaces + a plus\n9223372036854775807\n" + Root + "\nx\ny\n")]
    public void Is_the_same_after_it_was_read(string text) => Assert.Equal(text, Read(text).ToString());

    [Fact]
    public void Opens_with_the_key_of_its_log_only()
    {
        NoteSigner log = Keys.Signer();
        var checkpoint = Checkpoint.Of(log.Name, Trees.Of(Trees.Example));
        string note = checkpoint.Sign(log, Keys.Signer("witness.example")).ToString();
        Assert.True(Checkpoint.Open(note, log.Verifier, out Checkpoint? opened).IsValid);
        Assert.Equal(checkpoint.ToString(), opened!.ToString());

        Assert.Equal(LedgerFinding.UnknownSigner, Checkpoint.Open(note, Keys.Signer().Verifier, out opened).Finding);
        Assert.Null(opened);
        Assert.Equal(LedgerFinding.WrongSignature, Checkpoint.Open(note.Replace("\n8\n", "\n9\n", StringComparison.Ordinal), log.Verifier, out _).Finding);
        Assert.Equal(LedgerFinding.Malformed, Checkpoint.Open(note[..^1], log.Verifier, out _).Finding);
        Assert.Equal(LedgerFinding.Malformed, Checkpoint.Open(null, log.Verifier, out _).Finding);
        Assert.Equal(LedgerFinding.Malformed, Checkpoint.Open(SignedNote.Sign("no checkpoint\n", log).ToString(), log.Verifier, out _).Finding);
    }

    [Fact]
    public void Of_another_log_under_the_same_key_is_refused_even_with_its_signature_renamed()
    {
        // The name of a key is not signed: whoever holds a checkpoint can write another name before the signature.
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        NoteSigner first = new("example.org/1", key), second = new("example.org/2", key);
        string note = Checkpoint.Of(second.Name, Trees.Of(Trees.Example)).Sign(second).ToString();
        Assert.Equal(LedgerFinding.UnknownSigner, Checkpoint.Open(note, first.Verifier, out _).Finding);
        string renamed = note.Replace("\u2014 example.org/2", "\u2014 example.org/1", StringComparison.Ordinal);
        Assert.True(Keys.Note(renamed).Verify(first.Verifier).IsValid);
        Assert.Equal(LedgerFinding.WrongOrigin, Checkpoint.Open(renamed, first.Verifier, out Checkpoint? opened).Finding);
        Assert.Null(opened);
    }

    [Fact]
    public void Signs_no_line_that_would_read_as_another_checkpoint()
    {
        NoteSigner log = Keys.Signer();
        var checkpoint = Checkpoint.Of("log", Trees.Of(Trees.Example));
        foreach (Checkpoint wrong in (Checkpoint[])
        [
            checkpoint with { Origin = "" }, checkpoint with { Origin = $"log\n9\n{NoRoot}" }, checkpoint with { Origin = "a\rb" },
            checkpoint with { Extensions = [""] }, checkpoint with { Extensions = ["a\n"] }, checkpoint with { Extensions = default },
            checkpoint with { Size = -1 }, checkpoint with { Size = 0 },
        ]) Assert.Throws<ArgumentException>(() => wrong.Sign(log));
    }
}
