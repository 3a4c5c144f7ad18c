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
        foreach (string document in Documents())
            foreach (Match link in Links().Matches(Checkout.Read(document)))
            {
                string target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal)) continue;
                string path = Path.Combine(Checkout.Root, Path.GetDirectoryName(document)!, target);
                if (!Path.Exists(path)) broken.Add($"{document}: {target}");
            }
        Assert.Empty(broken);
    }

    [Fact]
    public void Source_paths_named_in_documents_exist()
    {
        var broken = new List<string>();
        foreach (string document in Documents())
            foreach (Match path in SourcePaths().Matches(Checkout.Read(document)))
                if (!Path.Exists(Path.Combine(Checkout.Root, path.Groups[1].Value)))
                    broken.Add($"{document}: {path.Groups[1].Value}");
        Assert.Empty(broken);
    }

    [Fact]
    public void The_readme_has_one_command_that_runs_and_one_that_tests()
    {
        string[] commands = [.. Regex.Matches(Checkout.Read("README.md"), "^dotnet (run|test)", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        Assert.Equal("run", commands[0]);
        Assert.Equal("test", commands[1]);
    }

    private static IEnumerable<string> Documents() =>
        Checkout.Files("docs", "*.md").Concat(Directory.EnumerateFiles(Checkout.Root, "*.md").Select(path => Path.GetFileName(path)!));

    [GeneratedRegex("TRB[0-9]{4}")]
    private static partial Regex Codes();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`((?:src|test|docs|samples|bench)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex SourcePaths();
}
