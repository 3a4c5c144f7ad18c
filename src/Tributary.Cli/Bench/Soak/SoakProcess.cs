using System.Diagnostics;

namespace Tributary.Cli;

/// <summary>A part of the federation as a process that is killed and started again.</summary>
/// <param name="arguments">What starts it.</param>
/// <param name="announcement">What it prints once it is at work.</param>
internal sealed class SoakProcess(string[] arguments, string announcement) : IDisposable
{
    private Process? _process;

    /// <summary>How often it has been killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Starts it; returns once it is at work.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        Process process = _process = Process.Start(OwnProcess.With(arguments))!;
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (!line.Contains(announcement, StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop the process
            return;
        }
        throw new InvalidOperationException($"'tributary {string.Join(' ', arguments)}' did not start: {(await errors).Trim()}");
    }

    /// <summary>Ends it without a word of warning (SIGKILL), and starts it again.</summary>
    /// <exception cref="InvalidOperationException">It had ended by itself, or does not start again.</exception>
    public async Task KillAsync(CancellationToken cancellation)
    {
        if (_process!.HasExited)
            throw new InvalidOperationException(
                $"'tributary {string.Join(' ', arguments)}' ended by itself, with code {_process.ExitCode}.");
        Dispose();
        Kills++;
        await StartAsync(cancellation);
    }

    public void Dispose()
    {
        if (_process is not { } process) return;
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        _process = null;
    }
}
