using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tributary.Repository.Tests;

/// <summary>What is checked in works on any machine, and says why it is there.</summary>
public sealed partial class CheckedInTextTests
{
    private static readonly string[] _textFiles = [".cs", ".csproj", ".props", ".json", ".md", ".slnx", ".txt", ".yml", "run", ".editorconfig"];

    [Fact]
    public void No_file_names_a_package_registry_or_a_folder_of_one_machine()
    {
        string[] wrong = [.. Text().SelectMany(path => Checkout.Read(path).Split('\n')
            .Where(line => RegistryHost().IsMatch(line) || MachineFolder().IsMatch(line))
            .Select(line => $"{path}: {line.Trim()}"))];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_package_has_a_reason()
    {
        XElement[] packages = [.. XDocument.Parse(Checkout.Read("Directory.Packages.props")).Descendants("PackageVersion")];
        Assert.NotEmpty(packages);
        // A comment counts for the packages up to the next one.
        string[] without = [.. packages.Where(package => !package.NodesBeforeSelf().OfType<XComment>().Any()).Select(package => package.ToString())];
        Assert.Empty(without);
    }

    [Fact]
    public void Every_package_is_used_and_has_an_exact_version()
    {
        string[] projects = [.. Checkout.Files(".", "*.csproj").Append("Directory.Build.props").Select(Checkout.Read)];
        string[] wrong = [.. XDocument.Parse(Checkout.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Where(package => !projects.Any(project => project.Contains($"\"{package.Attribute("Include")!.Value}\"", StringComparison.Ordinal))
                || !ExactVersion().IsMatch(package.Attribute("Version")!.Value))
            .Select(package => package.ToString())];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_sample_opens_with_a_comment_that_says_what_it_shows()
    {
        string[] silent = [.. Checkout.Files("samples", "*.json").Where(path => !Checkout.Read(path).StartsWith("// ", StringComparison.Ordinal))];
        Assert.Empty(silent);
    }

    /// <summary>All text, but this file, which has to name what it looks for; lock files hold hashes.</summary>
    private static IEnumerable<string> Text() => Checkout.Files(".", "*")
        .Where(path => _textFiles.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
        .Where(path => Path.GetFileName(path) is not ("packages.lock.json" or nameof(CheckedInTextTests) + ".cs"));

    // A registry's name followed by a domain: the pattern itself names no host.
    [GeneratedRegex(@"\b(nuget|pypi|npmjs|crates|golang|azure)\.(org|com|io|dev)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@"(?<![\w./<>-])/(?:work|root|opt/nuget|home/\w)(?=[/\s""'`]|$)|C:\\Users")]
    private static partial Regex MachineFolder();

    [GeneratedRegex(@"^\d+(\.\d+){2,3}$")]
    private static partial Regex ExactVersion();
}
