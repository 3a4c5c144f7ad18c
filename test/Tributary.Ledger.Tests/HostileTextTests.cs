using System.Text;
using Tributary.Tensors;

namespace Tributary.Ledger.Tests;

/// <summary>Texts come from anybody: nothing throws, and whatever is read is written the same.</summary>
public sealed class HostileTextTests
{
    private static readonly NoteSigner _log = Keys.Signer();
    private static readonly MerkleTree _tree = Trees.Of(Trees.Example);
    private static readonly SignedNote _checkpoint = Checkpoint.Of(_log.Name, _tree).Sign(_log);

    // What parsers trip over, besides plain bytes.
    private static readonly string[] _pieces =
        ["\n", "\n\n", "\r\n", "\0", " ", "+", "=", "\u2014 ", "index ", "extra ", "0", "-1", "9223372036854775808", "AAAA", "\ud800", "\u00a0"];

    [Fact]
    public void Random_bytes_are_never_a_note()
    {
        var random = new RandomStream(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.NextInt(200)];
            for (int at = 0; at < bytes.Length; at++) bytes[at] = (byte)random.NextUInt32();
            Assert.False(SignedNote.TryParse(bytes, out _, out string? problem));
            Assert.NotEmpty(problem);
            Read(Encoding.Latin1.GetString(bytes));
        }
    }

    [Fact]
    public void Damaged_texts_are_refused_or_written_as_they_were_read()
    {
        var random = new RandomStream(4);
        string[] originals =
        [
            LedgerProof.Of(_tree, 5, _checkpoint).ToString(), _checkpoint.ToString(), _checkpoint.Text, _log.Verifier.ToString(), PublicLogs.RekorLater,
        ];
        int read = 0;
        for (int i = 0; i < 30_000; i++)
        {
            string text = originals[i % originals.Length];
            for (int damage = random.NextInt(3); damage >= 0; damage--) text = Damage(text, random);
            read += Read(text);
        }
        Assert.InRange(read, 100, 29_000); // both happen, or the test would see nothing
    }

    private static string Damage(string text, RandomStream random)
    {
        int at = random.NextInt(text.Length + 1), length = random.NextInt(Math.Min(text.Length - at, 30) + 1);
        return random.NextInt(4) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 => text.Insert(at, _pieces[random.NextInt(_pieces.Length)]),
            _ => at == text.Length ? text : text[..at] + (char)(text[at] ^ (1 << random.NextInt(8))) + text[(at + 1)..],
        };
    }

    /// <summary>Gives the text to every parser; the number of those that took it.</summary>
    private static int Read(string text)
    {
        int read = 0;
        void Taken(bool taken, object? value, string? problem)
        {
            Assert.Equal(taken, problem is null);
            if (!taken) return;
            Assert.Equal(text, value!.ToString());
            read++;
        }
        Taken(SignedNote.TryParse(text, out SignedNote? note, out string? problem), note, problem);
        Taken(Checkpoint.TryParse(text, out Checkpoint? checkpoint, out problem), checkpoint, problem);
        Taken(LedgerProof.TryParse(text, out LedgerProof? proof, out problem), proof, problem);
        Taken(NoteVerifier.TryParse(text, out NoteVerifier? verifier, out problem), verifier, problem);
        return read;
    }
}
