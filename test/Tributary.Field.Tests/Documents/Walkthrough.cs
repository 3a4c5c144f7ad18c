using System.Diagnostics;
using System.Text;

namespace Tributary.Field.Tests;

/// <summary>The console blocks of a page, typed into one shell in the order of the page.</summary>
internal sealed class Walkthrough
{
    private const string Prompt = "$ ", Mark = "@@step ";

    private Walkthrough(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Reads the blocks of a Markdown page that begin with <c>```console</c> and have prompts.</summary>
    public static Walkthrough Read(string page)
    {
        var steps = new List<Step>();
        bool inside = false, prompted = false; // a block without a prompt is not typed here
        foreach (string line in File.ReadLines(page))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) (inside, prompted) = (!inside && line == "```console", false);
            else if (inside && line.StartsWith(Prompt, StringComparison.Ordinal))
            {
                steps.Add(new Step(line[Prompt.Length..], []));
                prompted = true;
            }
            else if (prompted) steps[^1] = steps[^1] with { Expected = [.. steps[^1].Expected, line] };
        }
        return new Walkthrough(steps);
    }

    /// <summary>Types every command into one shell, and gives what each printed.</summary>
    /// <param name="folder">Where the shell starts.</param>
    /// <param name="cancellation">Ends the shell and what it started.</param>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> RunAsync(string folder, CancellationToken cancellation)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "tributary.dll");
        string tools = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName, tool = Path.Combine(tools, "tributary");
        await File.WriteAllTextAsync(tool, $"#!/bin/sh\nexec dotnet '{program}' \"$@\"\n", cancellation); // so that to end it ends the program
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var script = new StringBuilder($"export PATH='{tools}':$PATH\nexec 2>&1\n");
        for (int i = 0; i < Steps.Count; i++) script.Append($"echo '{Mark}{i}'\n{Steps[i].Command}\n");
        script.Append("for job in $(jobs -pr); do kill $job; done 2>/dev/null; wait\n");
        string path = Path.Combine(folder, "walkthrough.sh");
        await File.WriteAllTextAsync(path, script.ToString(), cancellation);
        var start = new ProcessStartInfo("bash", [path]) { RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = folder };
        start.Environment.Remove("TRIBUTARY_DATA");
        start.Environment.Remove("TRIBUTARY_PROFILE");
        using Process shell = Process.Start(start)!;
        shell.StandardInput.Close();
        try
        {
            var printed = Steps.Select(_ => new List<string>()).ToList();
            int current = -1;
            while (await shell.StandardOutput.ReadLineAsync(cancellation) is { } line)
                if (line.StartsWith(Mark, StringComparison.Ordinal)) current = int.Parse(line[Mark.Length..]);
                else if (current >= 0) printed[current].Add(line.TrimEnd());
            await shell.WaitForExitAsync(cancellation);
            return printed;
        }
        finally
        {
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Whether lines are those that a page shows, where an ellipsis stands for any text, and alone on a line for any lines.</summary>
    public static bool Matches(IReadOnlyList<string> expected, IReadOnlyList<string> printed)
    {
        if (expected.Count == 0) return printed.Count == 0;
        if (expected[0] == "…")
            return Enumerable.Range(0, printed.Count + 1).Any(skipped => Matches([.. expected.Skip(1)], [.. printed.Skip(skipped)]));
        return printed.Count > 0 && MatchesLine(expected[0], printed[0]) && Matches([.. expected.Skip(1)], [.. printed.Skip(1)]);
    }

    private static bool MatchesLine(string expected, string printed)
    {
        string[] parts = expected.TrimEnd().Split('…');
        if (parts.Length == 1) return parts[0] == printed;
        if (!printed.StartsWith(parts[0], StringComparison.Ordinal) || !printed.EndsWith(parts[^1], StringComparison.Ordinal)) return false;
        int from = parts[0].Length;
        foreach (string part in parts[1..^1])
        {
            int at = printed.IndexOf(part, from, StringComparison.Ordinal);
            if (at < 0) return false;
            from = at + part.Length;
        }
        return printed.Length - parts[^1].Length >= from;
    }
}
