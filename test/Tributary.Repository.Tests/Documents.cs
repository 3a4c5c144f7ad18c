using System.Text.RegularExpressions;

namespace Tributary.Repository.Tests;

/// <summary>The pages that people read.</summary>
internal static class Documents
{
    /// <summary>Paths of all pages, relative to the root.</summary>
    public static IEnumerable<string> All() =>
        Checkout.Files("docs", "*.md").Concat(Directory.EnumerateFiles(Checkout.Root, "*.md").Select(path => Path.GetFileName(path)!));

    /// <summary>The content of all code blocks that are marked as being of a language.</summary>
    public static IEnumerable<string> Snippets(string language) =>
        All().SelectMany(page => Regex.Matches(Checkout.Read(page), $@"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline))
            .Select(block => block.Groups[1].Value);
}
