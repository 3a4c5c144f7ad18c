using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tributary.Ledger;

/// <summary>What a log commits to by signing it: its name, its size and the root of its tree.</summary>
/// <remarks>
/// C2SP tlog-checkpoint. A log must never sign two checkpoints between which no <see cref="ConsistencyProof"/> can be made; whoever
/// holds two such has proof that it lied.
/// </remarks>
public sealed record Checkpoint
{
    /// <summary>The unique name of the log, one line; best the name of the key that signs it.</summary>
    public required string Origin { get; init; }

    /// <summary>Number of leaves, from 0 to 2^63 - 1.</summary>
    public required long Size { get; init; }

    /// <summary>The root of the tree at that size.</summary>
    public required TreeHash Root { get; init; }

    /// <summary>Further lines, none of them empty; C2SP advises against them, for no proof covers what they say.</summary>
    public ImmutableArray<string> Extensions { get; init; } = [];

    /// <summary>The present state of a log.</summary>
    public static Checkpoint Of(string origin, MerkleTree tree) => new() { Origin = origin, Size = tree.Size, Root = tree.Root() };

    /// <summary>Reads the text of a note; refuses whatever <see cref="ToString"/> would not write.</summary>
    /// <param name="text">With its last line feed: <see cref="SignedNote.Text"/>.</param>
    /// <param name="checkpoint">As it says; whether it is true, the note's signatures say.</param>
    /// <param name="problem">A sentence that says what is wrong.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? problem)
    {
        checkpoint = null;
        problem = "The checkpoint has fewer than three lines (origin, size, root), so it commits to nothing. Fetch it again.";
        if (text is null) return false;
        if (NoteText.Problem(text) is { } wrong)
        {
            problem = $"The checkpoint is malformed: {wrong}. Fetch it again.";
            return false;
        }
        if (text[..^1].Split('\n') is not [var origin, var sizeLine, var rootLine, .. var extensions]) return false;
        if (origin.Length == 0 || extensions.Contains("")) problem = "The checkpoint has an empty line, which none may be. Fetch it again.";
        else if (!TryParseSize(sizeLine, out long size))
            problem = "The second line of the checkpoint is not a size (digits, no leading zero, below 2^63). Fetch it again.";
        else if (!TreeHash.TryParseBase64(rootLine, out TreeHash root) || (size == 0 && root != TreeHash.Empty))
            problem = "The third line of the checkpoint is not the root of a tree of that size (32 bytes in Base64). Fetch it again.";
        else
        {
            problem = null;
            checkpoint = new Checkpoint { Origin = origin, Size = size, Root = root, Extensions = [.. extensions] };
        }
        return checkpoint is not null;
    }

    /// <summary>Reads a checkpoint from a signed note and checks who signed it; never throws.</summary>
    /// <param name="note">From anybody.</param>
    /// <param name="verifier">The key of the log; its name must be the checkpoint's origin, or one log could answer for another.</param>
    /// <param name="checkpoint">The checkpoint, if the result is valid.</param>
    public static LedgerVerdict Open(string? note, NoteVerifier verifier, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!SignedNote.TryParse(note, out SignedNote? signed, out string? problem))
            return new LedgerVerdict(LedgerFinding.Malformed, problem);
        LedgerVerdict verdict = signed.Verify(verifier);
        if (!verdict.IsValid) return verdict;
        if (!TryParse(signed.Text, out Checkpoint? read, out problem)) return new LedgerVerdict(LedgerFinding.Malformed, problem);
        if (read.Origin != verifier.Name)
            return new LedgerVerdict(LedgerFinding.WrongOrigin,
                $"The checkpoint is of the log '{read.Origin}', not of '{verifier.Name}', about which it proves nothing. "
                + "Ask for the right one.");
        checkpoint = read;
        return verdict;
    }

    /// <summary>Signs the checkpoint.</summary>
    /// <param name="signers">At least one; the log's own has the name <see cref="Origin"/>.</param>
    /// <exception cref="ArgumentException">A line cannot stand in a checkpoint, or nobody signs.</exception>
    public SignedNote Sign(params IReadOnlyList<NoteSigner> signers)
    {
        // A line feed in the origin would make it a checkpoint of another tree.
        if (!NoteText.IsLine(Origin) || Extensions.IsDefault || !Extensions.All(NoteText.IsLine))
            throw new ArgumentException("The origin and the extensions of a checkpoint are lines of text that are not empty.");
        if (!TryParse(ToString(), out _, out string? problem)) throw new ArgumentException(problem);
        return SignedNote.Sign(ToString(), signers);
    }

    /// <summary>The text that is signed, with its last line feed.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n")
        + string.Concat(Extensions.Select(line => line + "\n"));

    /// <summary>Digits without a leading zero, below 2^63.</summary>
    internal static bool TryParseSize(ReadOnlySpan<char> text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size)
        && !text.ContainsAnyExceptInRange('0', '9') // the platform would let NUL characters follow
        && (text[0] != '0' || text.Length == 1);
}
