using System.Diagnostics;

namespace Tributary.Field.Tests;

/// <summary>The program as an operator starts it: processes of their own.</summary>
internal static class Tributary
{
    /// <summary>Runs a command to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"tributary {string.Join(' ', arguments)} exited with {process.ExitCode}.\n{await output}\n{await errors}");
    }

    /// <summary>Starts a command that goes on, and waits until it has printed a line.</summary>
    public static async Task<RunningProgram> StartAsync(string folder, string announcement, params string[] arguments)
    {
        var program = new RunningProgram(Start(folder, arguments));
        await program.WaitForAsync(announcement);
        return program;
    }

    private static Process Start(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tributary.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("TRIBUTARY_DATA");
        start.Environment.Remove("TRIBUTARY_PROFILE");
        return Process.Start(start)!;
    }
}
