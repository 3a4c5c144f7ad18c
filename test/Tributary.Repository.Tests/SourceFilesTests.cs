using System.Text.RegularExpressions;

namespace Tributary.Repository.Tests;

/// <summary>Habits that keep the code readable, checked instead of remembered.</summary>
public sealed partial class SourceFilesTests
{
    private const int MostLines = 400, MostColumns = 140;

    /// <summary>Files that may be longer, each with the reason.</summary>
    private static readonly Dictionary<string, string> _longFiles = [];

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        string[] tooLong = [.. CSharp().Where(path => !_longFiles.ContainsKey(path) && Checkout.Read(path).Count(c => c == '\n') > MostLines)];
        Assert.Empty(tooLong);
    }

    [Fact]
    public void The_median_source_file_has_at_most_80_lines()
    {
        int[] lines = [.. Checkout.Files("src", "*.cs").Select(path => Checkout.Read(path).Count(c => c == '\n')).Order()];
        Assert.True(lines[lines.Length / 2] <= 80, $"The median is {lines[lines.Length / 2]} lines.");
    }

    [Fact]
    public void No_line_of_code_is_wider_than_140_columns()
    {
        string[] wide = [.. Checkout.Files("src", "*.cs").Where(path => !path.EndsWith("/Stylesheet.cs", StringComparison.Ordinal))
            .SelectMany(path => Checkout.Read(path).Split('\n').Select((line, i) => (Place: $"{path}:{i + 1}", Line: line)))
            // Markup and style sheets are text, in which a line break is not free.
            .Where(line => line.Line.Length > MostColumns && !line.Line.TrimStart().StartsWith('<'))
            .Select(line => $"{line.Place} has {line.Line.Length} columns")];
        Assert.Empty(wide);
    }

    [Fact]
    public void Every_file_declares_the_type_it_is_named_after()
    {
        string[] wrong = [.. Checkout.Files("src", "*.cs").Where(path =>
        {
            string name = Path.GetFileNameWithoutExtension(path).Split('.')[0];
            return name is not ("Program" or "Usings" or "AssemblyInfo")
                && !Regex.IsMatch(Checkout.Read(path), $@"\b(class|struct|record|interface|enum|delegate)\b[^;{{(]*\b{name}\b");
        })];
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_file_declares_one_type_that_others_see()
    {
        string[] wrong = [.. Checkout.Files("src", "*.cs").Where(path => OuterType().Count(Checkout.Read(path)) > 1)];
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_name_hides_what_a_type_is_for()
    {
        string[] wrong = [.. Checkout.Files("src", "*.cs").Where(path => VagueName().IsMatch(Path.GetFileNameWithoutExtension(path)))];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_is_left_open()
    {
        string[] open = [.. CSharp().Where(path => !path.EndsWith("SourceFilesTests.cs", StringComparison.Ordinal) && LeftOpen().IsMatch(Checkout.Read(path)))];
        Assert.Empty(open);
    }

    [Fact]
    public void Library_projects_use_no_region()
    {
        string[] folded = [.. CSharp().Where(path => Checkout.Read(path).Contains("\n#" + "region", StringComparison.Ordinal))];
        Assert.Empty(folded);
    }

    private static IEnumerable<string> CSharp() => Checkout.Files("src", "*.cs").Concat(Checkout.Files("test", "*.cs"));

    [GeneratedRegex(@"^(?:public|internal) (?:[a-z]+ )*(?:class|struct|record|interface|enum|delegate) ", RegexOptions.Multiline)]
    private static partial Regex OuterType();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Util|Base|Impl)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|\bXXX\b")]
    private static partial Regex LeftOpen();
}
