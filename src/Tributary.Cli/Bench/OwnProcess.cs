using System.Diagnostics;

namespace Tributary.Cli;

/// <summary>This program once more, as another process.</summary>
internal static class OwnProcess
{
    /// <summary>Milliseconds from its start to the first line that it prints.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<double> TimeToFirstLineAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        double milliseconds = 0;
        await RunAsync(arguments, async output =>
        {
            await output.ReadLineAsync(cancellation);
            milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return await output.ReadToEndAsync(cancellation);
        }, cancellation);
        return milliseconds;
    }

    /// <summary>Everything that it prints.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<string> OutputAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        RunAsync(arguments, output => output.ReadToEndAsync(cancellation), cancellation);

    /// <summary>How to start it, with its output to be read.</summary>
    public static ProcessStartInfo With(IEnumerable<string> arguments)
    {
        // The process is this program itself, or the host that was given its library.
        string program = Environment.ProcessPath!;
        string[] library = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        return new ProcessStartInfo(program, [.. library, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static async Task<string> RunAsync(
        IEnumerable<string> arguments, Func<StreamReader, Task<string>> read, CancellationToken cancellation)
    {
        ProcessStartInfo start = With(arguments);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation); // a full pipe would stop the process
            string output = await read(process.StandardOutput);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"'{start.FileName}' failed: {(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
