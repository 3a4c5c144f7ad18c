using System.ComponentModel;
using System.Diagnostics;

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
            Run("-c", $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{module}') is None)");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            Assert.Skip($"{Program} with {module} is not here to compare with (Debian: {debianPackage}).");
        }
    }

    /// <summary>What a program writes that reads nothing.</summary>
    public static string Run(params IEnumerable<string> arguments) => RunWithInput("", arguments);

    /// <summary>What a program writes, given <paramref name="input"/> to read.</summary>
    public static string RunWithInput(string input, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), answer = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer.Result : throw new InvalidOperationException($"{Program} failed: {errors.Result}");
    }
}
