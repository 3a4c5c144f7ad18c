namespace Tributary.Models;

/// <summary>A token that is looked for in text before anything else is done with it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Content">Its text; not empty.</param>
public sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it means something beside its text, such as the end of a document.</summary>
    public bool Special { get; init; }

    /// <summary>Whether it takes the white space before it.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Whether it takes the white space behind it.</summary>
    public bool RightStrip { get; init; }

    /// <summary>Whether it is looked for in normalized text instead of in the text as it is.</summary>
    public bool Normalized { get; init; }
}
