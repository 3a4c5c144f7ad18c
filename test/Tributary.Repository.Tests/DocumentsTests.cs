using System.Text.RegularExpressions;

namespace Tributary.Repository.Tests;

/// <summary>Documents that can be wrong without anybody noticing are read by tests.</summary>
public sealed partial class DocumentsTests
{
    [Fact]
    public void Every_problem_code_is_documented_and_every_documented_code_exists()
    {
        IEnumerable<string> inCode = Checkout.Files("src", "ProblemCodes.cs").SelectMany(path => Codes().Matches(Checkout.Read(path))).Select(m => m.Value);
        IEnumerable<string> inDocs = Regex.Matches(Checkout.Read("docs/problems.md"), "^### (TRB[0-9]{4})", RegexOptions.Multiline).Select(m => m.Groups[1].Value);
        Assert.Equal(inCode.Order(StringComparer.Ordinal), inDocs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = new List<string>();
        foreach (string document in Documents.All())
            foreach (Match link in Links().Matches(Checkout.Read(document)))
            {
                string[] target = link.Groups[1].Value.Split('#');
                if (link.Groups[1].Value.Contains("://", StringComparison.Ordinal)) continue;
                string path = target[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, target[0]);
                if (!Path.Exists(Path.Combine(Checkout.Root, path))
                    || (target.Length > 1 && path.EndsWith(".md", StringComparison.Ordinal) && !Anchors(path).Contains(target[1])))
                    broken.Add($"{document}: {link.Groups[1].Value}");
            }
        Assert.Empty(broken);
    }

    [Fact]
    public void Source_paths_named_in_documents_exist()
    {
        var broken = new List<string>();
        foreach (string document in Documents.All())
            foreach (Match path in SourcePaths().Matches(Checkout.Read(document)))
                if (!Path.Exists(Path.Combine(Checkout.Root, path.Groups[1].Value)))
                    broken.Add($"{document}: {path.Groups[1].Value}");
        Assert.Empty(broken);
    }

    [Fact]
    public void Concepts_fit_on_one_page_and_decisions_on_half_of_one()
    {
        Assert.All(Checkout.Files("docs/concepts", "*.md"), page => Assert.InRange(Checkout.Read(page).Split('\n').Length - 1, 1, 80));
        Assert.All(Checkout.Files("docs/decisions", "*.md"), page => Assert.InRange(Checkout.Read(page).Split('\n').Length - 1, 1, 40));
    }

    [Fact]
    public void Every_page_is_reachable_from_the_readme_or_the_architecture()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { "README.md", "ARCHITECTURE.md" };
        var toRead = new Queue<string>(reached);
        while (toRead.TryDequeue(out string? page))
            foreach (Match link in Links().Matches(Checkout.Read(page)))
            {
                string path = Path.GetRelativePath(Checkout.Root, Path.GetFullPath(
                    Path.Combine(Checkout.Root, Path.GetDirectoryName(page)!, link.Groups[1].Value.Split('#')[0]))).Replace('\\', '/');
                if (path.EndsWith(".md", StringComparison.Ordinal) && File.Exists(Path.Combine(Checkout.Root, path)) && reached.Add(path)) toRead.Enqueue(path);
            }
        string[] unreached = [.. Checkout.Files("docs", "*.md").Where(page => !reached.Contains(page))];
        Assert.Empty(unreached);
    }

    [Fact]
    public void The_readme_has_one_command_that_runs_and_one_that_tests()
    {
        string[] commands = [.. Regex.Matches(Checkout.Read("README.md"), "^dotnet (run|test)", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        Assert.Equal("run", commands[0]);
        Assert.Equal("test", commands[1]);
    }

    /// <summary>The anchors that a page's headings make: lower case, spaces as hyphens, other marks left out.</summary>
    private static IEnumerable<string> Anchors(string page) =>
        Regex.Matches(Checkout.Read(page), "^#+ (.*)$", RegexOptions.Multiline)
            .Select(heading => Regex.Replace(heading.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));

    [GeneratedRegex("TRB[0-9]{4}")]
    private static partial Regex Codes();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`((?:src|test|docs|samples|bench)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex SourcePaths();
}
