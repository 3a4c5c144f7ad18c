namespace Tributary.Models;

/// <summary>A stretch of tokens that belongs together.</summary>
/// <param name="Key">Whose it is: the name of a speaker or a file.</param>
/// <param name="Start">The place of its first token.</param>
/// <param name="Length">The number of its tokens; at least 1.</param>
public readonly record struct TextDocument(string Key, int Start, int Length);
