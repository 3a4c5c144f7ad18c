using System.Security.Cryptography;

namespace Tributary.Ledger.Tests;

public sealed class NoteVerifierTests
{
    [Theory]
    [InlineData(PublicLogs.RekorKey, 0xc0d23d6a)]
    [InlineData(PublicLogs.PixelKey, 0x91c16e30)]
    public void Reads_and_writes_the_keys_of_public_logs(string text, uint keyId)
    {
        NoteVerifier verifier = Keys.Verifier(text);
        Assert.Equal(keyId, verifier.KeyId);
        Assert.Equal(text, verifier.ToString());
    }

    [Fact]
    public void Is_what_its_signer_publishes()
    {
        NoteSigner signer = Keys.Signer();
        NoteVerifier published = Keys.Verifier(signer.Verifier.ToString());
        Assert.Equal((signer.Name, signer.Verifier.KeyId), (published.Name, published.KeyId));
        Assert.True(SignedNote.Sign("text\n", signer).Verify(published).IsValid);
    }

    [Fact]
    public void Refuses_every_key_of_which_a_character_was_changed()
    {
        for (int at = 0; at < PublicLogs.RekorKey.Length; at++)
        {
            string changed = PublicLogs.RekorKey[..at] + (char)(PublicLogs.RekorKey[at] ^ 1) + PublicLogs.RekorKey[(at + 1)..];
            // The key id of type 2 does not cover the name; a changed name is another key, which signed nothing.
            if (NoteVerifier.TryParse(changed, out NoteVerifier? verifier, out _))
                Assert.Equal(LedgerFinding.UnknownSigner, Keys.Note(PublicLogs.Rekor).Verify(verifier).Finding);
        }
    }

    [Fact]
    public void Refuses_other_keys_and_other_forms()
    {
        string key = PublicLogs.RekorKey["rekor.sigstore.dev+c0d23d6a+".Length..];
        byte[] bytes = Convert.FromBase64String(key);
        string Point(byte x)
        {
            byte[] off = [.. bytes];
            off[^1] ^= x;
            uint id = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(off.AsSpan(1)));
            return $"name+{id:x8}+{Convert.ToBase64String(off)}";
        }
        Assert.True(NoteVerifier.TryParse(Point(0), out _, out _));
        string[] wrong =
        [
            "", "name", "name+c0d23d6a", $"+c0d23d6a+{key}", $"na me+c0d23d6a+{key}", $"name+C0D23D6A+{key}", $"name+0c0d23d6a+{key}",
            $"name+c0d23d6a+{key} ", $"name+c0d23d6a+{key}AAAA", $"name+00000000+{key}", PublicLogs.Ed25519Key, Point(1), // not on the curve
        ];
        foreach (string text in wrong)
        {
            Assert.False(NoteVerifier.TryParse(text, out NoteVerifier? verifier, out string? problem), text);
            Assert.Null(verifier);
            Assert.EndsWith(".", problem, StringComparison.Ordinal);
        }
        Assert.False(NoteVerifier.TryParse(null, out _, out _));
    }

    [Fact]
    public void Takes_only_keys_over_P_256_and_names_that_fit_in_a_line()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<ArgumentException>(() => NoteVerifier.Of("name", p384));
        foreach (string name in (string[])["", "a b", "a+b", "a\nb", "a\u2003b", "\ud800"])
            Assert.Throws<ArgumentException>(() => new NoteSigner(name, p256));
        Assert.Equal("n\u00e4me", new NoteSigner("n\u00e4me", p256).Name);
    }

    [Fact]
    public void Finds_nonsense_in_place_of_a_signature_wrong()
    {
        NoteVerifier rekor = Keys.Verifier(PublicLogs.RekorKey);
        foreach (byte[] nonsense in (byte[][])[[0], [0x30], [0x30, 0], [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], new byte[64], new byte[72], new byte[4000]])
        {
            var signature = new NoteSignature { Name = rekor.Name, KeyId = rekor.KeyId, Signature = nonsense };
            Assert.Equal(LedgerFinding.WrongSignature, Keys.Note($"text\n\n{signature}\n").Verify(rekor).Finding);
        }
    }
}
