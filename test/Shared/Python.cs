using System.ComponentModel;

namespace Tributary.Tests;

/// <summary>Runs Python programs that compute a result a second time, or skips the test with the reason.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Skips the calling test where Python or <paramref name="module"/> is missing.</summary>
    public static void RequireModule(string module, string debianPackage)
    {
        try
        {
            Run(["-c", $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{module}') is None)"]);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            Assert.Skip($"{Program} with {module} is not here to compare with (Debian: {debianPackage}).");
        }
    }

    /// <summary>What a program writes, given <paramref name="input"/> to read.</summary>
    public static string Run(IEnumerable<string> arguments, string input = "") => ChildProcess.Output(Program, arguments, input);
}
