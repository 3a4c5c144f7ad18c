using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Tributary.Ledger;

/// <summary>All that is needed, offline, to prove that a leaf is in a log: a signed checkpoint and the path below its root.</summary>
/// <remarks>C2SP tlog-proof, version 1. What the proof holds about itself is believed only as far as the signature carries it.</remarks>
public sealed record LedgerProof
{
    private const string FirstLine = "c2sp.org/tlog-proof@v1\n", ExtraWord = "extra ", IndexWord = "index ";
    private const int LongestPath = 63;

    /// <summary>The index of the leaf, from zero.</summary>
    public required long Index { get; init; }

    /// <summary>The siblings of the path from the leaf to the root, the leaf's first.</summary>
    public required ImmutableArray<TreeHash> Path { get; init; }

    /// <summary>The checkpoint as its log signed it, word for word: a <see cref="SignedNote"/>.</summary>
    public required string Note { get; init; }

    /// <summary>Anything the application puts beside the proof, or nothing; nobody vouches for it.</summary>
    public ReadOnlyMemory<byte> Extra { get; init; }

    /// <summary>The proof that a leaf is in the tree of <paramref name="checkpoint"/>.</summary>
    /// <param name="tree">The log, which may have grown since.</param>
    /// <param name="index">The index of the leaf, below the checkpoint's size.</param>
    /// <param name="checkpoint">A signed checkpoint of this log.</param>
    /// <exception cref="ArgumentException">The note is not a checkpoint of this tree, or is older than the leaf.</exception>
    public static LedgerProof Of(MerkleTree tree, long index, SignedNote checkpoint)
    {
        if (!Checkpoint.TryParse(checkpoint.Text, out Checkpoint? state, out string? problem)) throw new ArgumentException(problem);
        if (state.Size > tree.Size || tree.Root(state.Size) != state.Root)
            throw new ArgumentException($"The checkpoint of size {state.Size} is of another tree, so nothing can be proved from it.",
                nameof(checkpoint));
        return new LedgerProof
        {
            Index = index,
            Path = tree.InclusionProof(index, state.Size).Path,
            Note = checkpoint.ToString(),
        };
    }

    /// <summary>Reads the text form; refuses whatever <see cref="ToString"/> would not write. Does not verify it.</summary>
    /// <param name="text">From anybody.</param>
    /// <param name="proof">The proof, of which nothing is believed yet.</param>
    /// <param name="problem">A sentence that says what is wrong.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out LedgerProof? proof, [NotNullWhen(false)] out string? problem)
    {
        proof = null;
        problem = Read(text, out byte[] extra, out long index, out ImmutableArray<TreeHash> path, out string note);
        if (problem is not null) return false;
        proof = new LedgerProof { Index = index, Path = path, Note = note, Extra = extra };
        return true;
    }

    /// <summary>Checks the checkpoint's signature, and that the leaf is at <see cref="Index"/> of its tree; never throws.</summary>
    /// <param name="leaf">The bytes of the leaf, from elsewhere.</param>
    /// <param name="verifier">The key of the log; its name is the log's origin.</param>
    public LedgerVerdict Verify(ReadOnlySpan<byte> leaf, NoteVerifier verifier) => VerifyHash(TreeHash.OfLeaf(leaf), verifier);

    /// <summary>As <see cref="Verify"/>, for a leaf of which only the hash is at hand.</summary>
    public LedgerVerdict VerifyHash(TreeHash leafHash, NoteVerifier verifier)
    {
        LedgerVerdict verdict = Checkpoint.Open(Note, verifier, out Checkpoint? state);
        if (state is null) return verdict;
        var inclusion = new InclusionProof { Index = Index, Size = state.Size, Path = Path };
        return inclusion.Verify(leafHash, state.Root) ? verdict : new LedgerVerdict(LedgerFinding.NotIncluded,
            $"The signed tree of {state.Size} leaves does not hold this leaf at index {Index}: the leaf or the proof was changed, or "
            + "it was never recorded. Keep the proof, and ask the log for the leaf.");
    }

    /// <summary>The text form, of which the checkpoint is the end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(FirstLine);
        if (!Extra.IsEmpty) text.Append(ExtraWord).Append(Convert.ToBase64String(Extra.Span)).Append('\n');
        text.Append(IndexWord).Append(CultureInfo.InvariantCulture, $"{Index}\n");
        foreach (TreeHash hash in Path) text.Append(hash.ToBase64()).Append('\n');
        return text.Append('\n').Append(Note).ToString();
    }

    private static string? Read(string? text, out byte[] extra, out long index, out ImmutableArray<TreeHash> path, out string note)
    {
        (extra, index, path, note) = ([], 0, [], "");
        if (text is null || text.Length > 2 * SignedNote.MaxLength || !text.StartsWith(FirstLine, StringComparison.Ordinal))
            return $"A proof begins with the line '{FirstLine[..^1]}'; this does not. Give the file that came with the receipt.";
        int blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (blank < FirstLine.Length)
            return "The proof has no index and no empty line before its checkpoint, so it is not complete. Fetch it again.";
        string[] lines = text[FirstLine.Length..blank].Split('\n');
        int at = 0;
        if (lines[0].StartsWith(ExtraWord, StringComparison.Ordinal))
        {
            if (!CanonicalBase64.TryDecode(lines[at++].AsSpan(ExtraWord.Length), out byte[]? bytes) || bytes.Length == 0)
                return "The extra data of the proof is not Base64. Fetch it again.";
            extra = bytes;
        }
        if (at == lines.Length || !lines[at].StartsWith(IndexWord, StringComparison.Ordinal)
            || !Checkpoint.TryParseSize(lines[at++].AsSpan(IndexWord.Length), out index))
            return "The proof does not say the index of its leaf (digits, no leading zero, below 2^63). Fetch it again.";
        if (lines.Length - at > LongestPath)
            return $"The path of the proof has more than {LongestPath} hashes, which no tree needs. Fetch it again.";
        ImmutableArray<TreeHash>.Builder hashes = ImmutableArray.CreateBuilder<TreeHash>(lines.Length - at);
        foreach (string line in lines.AsSpan(at))
        {
            if (!TreeHash.TryParseBase64(line, out TreeHash hash))
                return "A hash of the proof's path is not 32 bytes in Base64. Fetch it again.";
            hashes.Add(hash);
        }
        path = hashes.DrainToImmutable();
        note = text[(blank + 2)..];
        return SignedNote.TryParse(note, out SignedNote? signed, out string? problem)
            && Checkpoint.TryParse(signed.Text, out _, out problem) ? null : problem;
    }
}
