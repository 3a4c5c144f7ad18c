namespace Tributary.Cli;

/// <summary>How much of its training a language model may give away.</summary>
/// <param name="Copied">The largest share of copies in drawn text, or null for any.</param>
/// <param name="Exposure">The largest mean exposure of canaries in bits, or null for any.</param>
internal readonly record struct TextBounds(double? Copied, double? Exposure);
