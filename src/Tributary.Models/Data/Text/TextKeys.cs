namespace Tributary.Models;

/// <summary>What a document of a text is, and whose.</summary>
public enum TextKeys
{
    /// <summary>A file, by its name without extension.</summary>
    File,

    /// <summary>
    /// A speech, by the speaker: a line that ends in a colon after an empty line, or that opens the file, names who speaks.
    /// </summary>
    Speaker,
}
