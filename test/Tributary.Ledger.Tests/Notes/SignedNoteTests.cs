using System.Text;

namespace Tributary.Ledger.Tests;

public sealed class SignedNoteTests
{
    private const string Text = "first line\n\nthird line: \u00e8 subito sera\n";

    [Theory]
    [InlineData(PublicLogs.RekorKey, PublicLogs.Rekor)]
    [InlineData(PublicLogs.RekorKey, PublicLogs.RekorLater)]
    [InlineData(PublicLogs.PixelKey, PublicLogs.Pixel)]
    public void Finds_the_notes_of_public_logs_valid(string key, string note)
    {
        Assert.Equal(LedgerFinding.Valid, Keys.Note(note).Verify(Keys.Verifier(key)).Finding);
        Assert.Equal(note, Keys.Note(note).ToString());
        Assert.Equal(LedgerFinding.WrongSignature, Keys.Note("x" + note).Verify(Keys.Verifier(key)).Finding);
    }

    [Fact]
    public void Is_the_same_after_it_was_sent()
    {
        NoteSigner log = Keys.Signer(), witness = Keys.Signer("witness.example");
        SignedNote signed = SignedNote.Sign(Text, log, witness);
        SignedNote received = Keys.Note(signed.ToString());
        Assert.Equal(Text, received.Text);
        Assert.Equal([log.Name, "witness.example"], received.Signatures.Select(signature => signature.Name));
        Assert.Equal(signed.ToString(), received.ToString());
        Assert.True(received.Verify(log.Verifier, witness.Verifier).IsValid);
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(signed.ToString()), out SignedNote? fromBytes, out _));
        Assert.Equal(signed.ToString(), fromBytes.ToString());
    }

    [Fact]
    public void Ignores_signatures_of_others_but_needs_one_that_is_known()
    {
        NoteSigner log = Keys.Signer(), other = Keys.Signer("other.example"), sameName = Keys.Signer();
        SignedNote note = SignedNote.Sign(Text, other, log, sameName);
        Assert.True(note.Verify(log.Verifier).IsValid);
        Assert.Equal(LedgerFinding.UnknownSigner, SignedNote.Sign(Text, other, sameName).Verify(log.Verifier).Finding);
        Assert.Equal(LedgerFinding.UnknownSigner, note.Verify([]).Finding);
    }

    [Fact]
    public void Is_refused_whole_if_one_known_signature_is_wrong()
    {
        NoteSigner log = Keys.Signer(), witness = Keys.Signer("witness.example");
        string wrong = SignedNote.Sign("another text\n", witness).Signatures[0].ToString();
        SignedNote note = Keys.Note($"{SignedNote.Sign(Text, log)}{wrong}\n");
        Assert.True(note.Verify(log.Verifier).IsValid);
        Assert.Equal(LedgerFinding.WrongSignature, note.Verify(log.Verifier, witness.Verifier).Finding);
    }

    [Fact]
    public void Is_never_valid_after_a_byte_of_text_or_signature_was_changed()
    {
        NoteSigner log = Keys.Signer();
        string note = SignedNote.Sign("abc\n12\n", log).ToString();
        for (int at = 0; at < note.Length; at++)
        {
            string changed = note[..at] + (char)(note[at] ^ 1) + note[(at + 1)..];
            Assert.False(SignedNote.TryParse(changed, out SignedNote? read, out _) && read.Verify(log.Verifier).IsValid, changed);
        }
    }

    [Theory]
    [InlineData("text\n\n\u2014 name AAAAAQE=")]                          // the last line feed is missing
    [InlineData("text\n\n\u2014 name AAAAAQE=\r\n")]
    [InlineData("text\r\n\r\n\u2014 name AAAAAQE=\n")]
    [InlineData("text\n\u2014 name AAAAAQE=\n")]                          // no empty line
    [InlineData("text\n\n")]                                              // no signature
    [InlineData("text\n")]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\u2014 name AAAAAQE=\n")]
    [InlineData("text\n\n- name AAAAAQE=\n")]                             // a hyphen
    [InlineData("text\n\n\u2014name AAAAAQE=\n")]
    [InlineData("text\n\n\u2014  AAAAAQE=\n")]                            // no name
    [InlineData("text\n\n\u2014 na+me AAAAAQE=\n")]
    [InlineData("text\n\n\u2014 na\u00a0me AAAAAQE=\n")]                  // a space that does not look like one
    [InlineData("text\n\n\u2014 name  AAAAAQE=\n")]
    [InlineData("text\n\n\u2014 name AAAAAQE= \n")]
    [InlineData("text\n\n\u2014 name AAAAAQF=\n")]                        // loose bits
    [InlineData("text\n\n\u2014 name AAAAAQE\n")]
    [InlineData("text\n\n\u2014 name AAAAAA==\n")]                        // a key id and no signature
    [InlineData("text\n\n\u2014 name\n")]
    [InlineData("text\n\n\u2014 name AAAAAQE=\nmore\n")]
    [InlineData("text\n\n\u2014 name AAAAAQE=\n\n")]
    [InlineData("te\0xt\n\n\u2014 name AAAAAQE=\n")]
    [InlineData("te\txt\n\n\u2014 name AAAAAQE=\n")]
    public void Refuses_what_is_not_quite_a_note(string text)
    {
        Assert.False(SignedNote.TryParse(text, out SignedNote? note, out string? problem));
        Assert.Null(note);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_UTF_8_cannot_say_and_bytes_that_are_not_UTF_8()
    {
        Assert.True(SignedNote.TryParse("text\n\n\u2014 name AAAAAQE=\n", out _, out _));
        Assert.False(SignedNote.TryParse("te\ud800xt\n\n\u2014 name AAAAAQE=\n", out _, out _));
        Assert.False(SignedNote.TryParse("text\n\n\u2014 na\udc00me AAAAAQE=\n", out _, out _));
        Assert.False(SignedNote.TryParse((string?)null, out _, out _));
        byte[] bytes = Encoding.UTF8.GetBytes("text\n\n\u2014 name AAAAAQE=\n");
        Assert.True(SignedNote.TryParse(bytes, out _, out _));
        bytes[1] = 0xff;
        Assert.False(SignedNote.TryParse(bytes, out _, out _));
    }

    [Fact]
    public void Reads_as_many_signatures_as_C2SP_asks_for_and_no_flood_of_them()
    {
        static string Note(int signatures) => "text\n\n" + string.Concat(Enumerable.Repeat("\u2014 name AAAAAQE=\n", signatures));
        Assert.Equal(16, Keys.Note(Note(16)).Signatures.Length);
        Assert.Equal(SignedNote.MaxSignatures, Keys.Note(Note(SignedNote.MaxSignatures)).Signatures.Length);
        Assert.False(SignedNote.TryParse(Note(SignedNote.MaxSignatures + 1), out _, out _));
        Assert.False(SignedNote.TryParse(new string('a', SignedNote.MaxLength) + Note(1), out _, out _));
    }

    [Fact]
    public void Keeps_a_block_that_looks_like_signatures_in_the_text()
    {
        NoteSigner log = Keys.Signer();
        string inside = SignedNote.Sign("inner\n", log).ToString();
        SignedNote outer = Keys.Note(SignedNote.Sign(inside, log).ToString());
        Assert.Equal(inside, outer.Text);
        Assert.True(outer.Verify(log.Verifier).IsValid);
    }

    [Fact]
    public void Signs_no_text_that_would_not_be_read()
    {
        NoteSigner log = Keys.Signer();
        foreach (string text in (string[])["", "no end", "a\r\n", "a\tb\n", "\ud800\n", new string('a', SignedNote.MaxLength) + "\n"])
            Assert.Throws<ArgumentException>(() => SignedNote.Sign(text, log));
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("text\n"));
    }
}
