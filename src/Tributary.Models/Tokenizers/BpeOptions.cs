namespace Tributary.Models;

/// <summary>What becomes of characters that have no token, and of words that are one.</summary>
/// <param name="Unknown">The token for what is unknown, or null.</param>
/// <param name="FuseUnknown">Whether unknown characters side by side become one token.</param>
/// <param name="ByteFallback">Whether an unknown character becomes the tokens of its bytes.</param>
/// <param name="IgnoreMerges">Whether a word that is a token is not taken apart, whatever the merges would make of it.</param>
internal sealed record BpeOptions(
    string? Unknown = null, bool FuseUnknown = false, bool ByteFallback = false, bool IgnoreMerges = false);
