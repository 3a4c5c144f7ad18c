namespace Tributary.Core;

/// <summary>What a stage leaves beside every update, in the open: kept for each client and never added. Compared by value.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Bytes">Its length: always the same.</param>
/// <param name="Before">What a stage before it leaves, or null.</param>
public sealed record NoteSpec(string Stage, int Bytes, NoteSpec? Before = null)
{
    /// <summary>This note and those before it.</summary>
    public IEnumerable<NoteSpec> All
    {
        get
        {
            for (NoteSpec? note = this; note is not null; note = note.Before) yield return note;
        }
    }
}
