using System.Text.RegularExpressions;

namespace Tributary.Repository.Tests;

/// <summary>The tables of docs/jobs.md, one row a line: <c>place: part option = default</c>.</summary>
internal static class JobsPage
{
    private const int OptionCell = 1, DefaultCell = 2, MeaningCell = 3;

    /// <summary>The rows of the job's own members: name and default.</summary>
    public static IEnumerable<string> Members() => Rows("The job").Select(cells => $"{Plain(cells[0])} = {Plain(cells[1])}");

    /// <summary>The parts and options in the section <paramref name="place"/>, in its order.</summary>
    public static IEnumerable<string> Parts(string place)
    {
        string part = "";
        foreach (string[] cells in Rows(place))
        {
            if (cells[0].Length > 0) part = Plain(cells[0]);
            yield return cells[0].Length > 0
                ? $"{part}: {cells[MeaningCell]}"
                : $"{part}.{Plain(cells[OptionCell])} = {Plain(cells[DefaultCell])}";
        }
    }

    private static IEnumerable<string[]> Rows(string section)
    {
        string page = Checkout.Read("docs/jobs.md");
        Match found = Regex.Match(page, $@"^## {Regex.Escape(section)}\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(found.Success, $"docs/jobs.md has no section '## {section}'.");
        return found.Groups[1].Value.Split('\n')
            .Where(line => line.StartsWith('|'))
            .Skip(2) // the head and the rule below it
            .Select(line => Regex.Split(line, @"(?<!\\)\|")[1..^1].Select(cell => cell.Trim()).ToArray());
    }

    private static string Plain(string cell) => cell.Trim('`');
}
