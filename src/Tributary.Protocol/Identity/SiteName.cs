namespace Tributary.Protocol;

/// <summary>What sites, people and runs may be called: names that are safe in paths, certificates and logs.</summary>
public static class SiteName
{
    /// <summary>The longest name.</summary>
    public const int MaximumLength = 63;

    /// <summary>
    /// Whether <paramref name="name"/> has 1 to 63 lower-case letters, digits and hyphens, and begins with a letter or digit.
    /// </summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaximumLength } && name[0] != '-'
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
