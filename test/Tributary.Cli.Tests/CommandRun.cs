using System.Diagnostics;

namespace Tributary.Cli.Tests;

/// <summary>The program as a user starts it: another process, its exit code and what it printed.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Starts the program and waits for its end.</summary>
    public static Task<CommandRun> StartAsync(params string[] arguments) => StartAsync([], arguments);

    /// <summary>Starts the program with variables in its environment, and waits for its end.</summary>
    public static async Task<CommandRun> StartAsync((string Name, string Value)[] variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tributary.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("TRIBUTARY_DATA");
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandRun(process.ExitCode, await output, await errors);
    }
}
