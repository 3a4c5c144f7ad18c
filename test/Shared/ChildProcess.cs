using System.Diagnostics;

namespace Tributary.Tests;

/// <summary>Another program, run to its end.</summary>
internal static class ChildProcess
{
    /// <summary>What a program writes to its standard output.</summary>
    /// <param name="program">Its path, or its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">What it can read from its standard input.</param>
    /// <param name="variables">Variables of its environment beside those of this process.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Output(string program, IEnumerable<string> arguments, string input = "", params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), answer = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer.Result : throw new InvalidOperationException($"{program} failed: {errors.Result}");
    }
}
