using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace Tributary.Ledger;

/// <summary>A text and signatures over it, in the format of C2SP signed-note: the text, an empty line, one line a signature.</summary>
/// <remarks>Nothing in the text is to be believed before <see cref="Verify"/> has found it valid.</remarks>
public sealed record SignedNote
{
    /// <summary>The longest note that is read, in characters (UTF-16).</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>The most signatures that are read; C2SP asks for 16 at least.</summary>
    public const int MaxSignatures = 100;

    private SignedNote(string text, ImmutableArray<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What is signed, with its last line feed.</summary>
    public string Text { get; }

    /// <summary>At least one, in the order of their lines.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>Signs a text, once with every signer.</summary>
    /// <param name="text">Ends with a line feed; no other control characters.</param>
    /// <param name="signers">At least one.</param>
    /// <exception cref="ArgumentException">The text cannot stand in a note, is too long, or nobody signs.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A signer's key has no private half, or refuses.</exception>
    public static SignedNote Sign(string text, params IReadOnlyList<NoteSigner> signers)
    {
        if (NoteText.Problem(text) is { } problem)
            throw new ArgumentException($"The text cannot stand in a note: {problem}.", nameof(text));
        if (signers.Count is 0 or > MaxSignatures)
            throw new ArgumentException($"A note has from 1 to {MaxSignatures} signatures, not {signers.Count}.", nameof(signers));
        byte[] bytes = NoteText.Encoding.GetBytes(text);
        var note = new SignedNote(text, [.. signers.Select(signer => signer.Sign(bytes))]);
        if (note.ToString().Length > MaxLength) throw new ArgumentException($"A note has at most {MaxLength} characters.", nameof(text));
        return note;
    }

    /// <summary>Reads a note; refuses whatever <see cref="ToString"/> would not write. Does not verify it.</summary>
    /// <param name="text">From anybody.</param>
    /// <param name="note">The note, of which nothing is believed yet.</param>
    /// <param name="problem">A sentence that says what is wrong.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out string? problem)
    {
        note = null;
        problem = Read(text, out string signed, out ImmutableArray<NoteSignature> signatures);
        if (problem is not null) return false;
        note = new SignedNote(signed, signatures);
        return true;
    }

    /// <summary>As above, from the bytes of a file or a message, which must be UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out string? problem)
    {
        note = null;
        problem = "The note is not UTF-8 text, so it is not a note. Fetch it again.";
        return Utf8.IsValid(utf8) && TryParse(NoteText.Encoding.GetString(utf8), out note, out problem);
    }

    /// <summary>Checks the signatures of known keys; those of others are ignored, as new keys and witnesses come and go.</summary>
    /// <returns>
    /// <see cref="LedgerFinding.Valid"/> if at least one signature is by a known key and all of these are right; otherwise
    /// <see cref="LedgerFinding.UnknownSigner"/> or <see cref="LedgerFinding.WrongSignature"/>. Never throws.
    /// </returns>
    public LedgerVerdict Verify(params IReadOnlyList<NoteVerifier> verifiers)
    {
        byte[] bytes = NoteText.Encoding.GetBytes(Text);
        int known = 0;
        foreach (NoteSignature signature in Signatures)
            foreach (NoteVerifier verifier in verifiers)
            {
                if (!verifier.Knows(signature)) continue;
                if (!verifier.Verify(bytes, signature))
                    return new LedgerVerdict(LedgerFinding.WrongSignature,
                        $"The signature of '{verifier.Name}' does not match the note: either was changed. Do not use it; fetch it again.");
                known++;
            }
        return known > 0
            ? LedgerVerdict.Right
            : new LedgerVerdict(LedgerFinding.UnknownSigner,
                $"No known key signed the note, so anybody may have written it; it names {Names()}. Give the key that its log published.");
    }

    /// <summary>The note as it is sent and stored.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(signature => $"{signature}\n"))}";

    private static string? Read(string? text, out string signed, out ImmutableArray<NoteSignature> signatures)
    {
        signed = "";
        signatures = [];
        if (text is null || text.Length > MaxLength)
            return $"The note is missing or longer than {MaxLength} characters, which no checkpoint is. Fetch it again.";
        if (NoteText.Problem(text) is { } problem) return $"The note is malformed: {problem}. Fetch it again.";
        int blank = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0) return "The note has no empty line before its signatures, so nobody signed it. Fetch it again.";
        ReadOnlySpan<char> rest = text.AsSpan(blank + 2);
        ImmutableArray<NoteSignature>.Builder found = ImmutableArray.CreateBuilder<NoteSignature>();
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf('\n');
            if (found.Count == MaxSignatures)
                return $"The note has more than {MaxSignatures} signatures, which is not checked. Fetch it again.";
            if (!NoteSignature.TryParse(rest[..end], out NoteSignature? signature))
                return $"Line {found.Count + 1} below the note's text is not a signature ('\u2014 name base64'). Fetch it again.";
            found.Add(signature);
            rest = rest[(end + 1)..];
        }
        if (found.Count == 0) return "The note has no signatures, so anybody may have written it. Fetch it again.";
        signed = text[..(blank + 1)];
        signatures = found.DrainToImmutable();
        return null;
    }

    // Names come from outside, and a hundred of them explain nothing.
    private string Names()
    {
        const int Most = 3;
        string names = string.Join(", ", Signatures.Take(Most).Select(signature => $"'{signature.Name}' ({signature.KeyId:x8})"));
        return Signatures.Length > Most ? $"{names} and {Signatures.Length - Most} more" : names;
    }
}
