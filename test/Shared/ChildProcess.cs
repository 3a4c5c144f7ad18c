using System.Diagnostics;

namespace Tributary.Tests;

/// <summary>Another program, run to its end.</summary>
internal static class ChildProcess
{
    /// <summary>What a program writes to its standard output.</summary>
    /// <param name="program">Its path, or its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">What it can read from its standard input.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Output(string program, IEnumerable<string> arguments, string input = "")
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), answer = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer.Result : throw new InvalidOperationException($"{program} failed: {errors.Result}");
    }
}
