using System.ComponentModel;
using System.Diagnostics;

namespace Tributary.Cli;

/// <summary>The scripts of peers, and a Python that can run them.</summary>
/// <param name="Python">The interpreter.</param>
/// <param name="Folder">Where the scripts are.</param>
/// <param name="Data">The data folder, or null.</param>
internal sealed record PeerScripts(string Python, string Folder, string? Data)
{
    private const string Pause = "paused.py";
    private static readonly string[] _pythons = ["python3", "/usr/bin/python3", "python"];

    /// <summary>Finds both, or says in a sentence why there is no comparison.</summary>
    public static async Task<PeerScripts?> FindAsync(BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        if (!options.ComparesWithPeers) return null;
        if ((options.Peers is { } named ? Directory.Exists(named) ? named : null : Above("bench/peers")) is not { } folder)
        {
            report.Note($"There are no ratios: the scripts of the peers are not in '{options.Peers ?? "bench/peers"}'. Name their folder "
                + "with --peers.");
            return null;
        }
        string[] candidates = options.Python is null ? _pythons : [options.Python];
        foreach (string python in candidates)
            if (await ImportsTorchAsync(python, cancellation))
                return new PeerScripts(python, folder, options.Data);
        report.Note($"There are no ratios: no PyTorch, for none of {string.Join(", ", candidates)} can import torch. Install it, or name "
            + "another Python with --python.");
        return null;
    }

    /// <summary>What starts a script: through the one that stops it between answers, where signals exist.</summary>
    public IReadOnlyList<string> Arguments(string script) => OperatingSystem.IsWindows()
        ? [Path.Combine(Folder, script)]
        : [Path.Combine(Folder, Pause), Path.Combine(Folder, script)];

    private static string? Above(string relative)
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, relative)))
                return Path.Combine(folder.FullName, relative);
        return null;
    }

    private static async Task<bool> ImportsTorchAsync(string python, CancellationToken cancellation)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            if (process is null) return false;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
