using System.Diagnostics;

namespace Tributary.Cli;

/// <summary>A coordinator as another process: <c>serve DIR</c> of this program, with what it has cost so far.</summary>
internal sealed class ServedCoordinator : IDisposable
{
    private const string Said = " listens at ";

    /// <summary>
    /// What the unit in <c>deploy</c> sets: less memory that waits to be collected, short waits for the collector, fewer heaps of the C
    /// library.
    /// </summary>
    private static readonly IReadOnlyDictionary<string, string> _asAService = new Dictionary<string, string>
    {
        ["DOTNET_gcConcurrent"] = "1",
        ["DOTNET_GCGen0MaxBudget"] = "800000",
        ["MALLOC_ARENA_MAX"] = "2",
    };

    private readonly Process _process;

    private ServedCoordinator(Process process, Uri address, TimeSpan start)
    {
        _process = process;
        Address = address;
        Start = start;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>From the start of the process until it listened.</summary>
    public TimeSpan Start { get; }

    /// <summary>What all its threads have used of the processor.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory that it holds now, and the most that it has held.</summary>
    public (long Now, long Peak) Memory
    {
        get
        {
            _process.Refresh();
            return (_process.WorkingSet64, _process.PeakWorkingSet64);
        }
    }

    /// <summary>Starts the coordinator of a folder; returns once it listens.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<ServedCoordinator> StartAsync(string folder, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        ProcessStartInfo start = OwnProcess.With(["serve", folder]);
        foreach ((string name, string value) in _asAService) start.Environment.TryAdd(name, value);
        Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (line.IndexOf(Said, StringComparison.Ordinal) is var at and >= 0)
                {
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop the process
                    var address = new Uri(line[(at + Said.Length)..].TrimEnd('.'));
                    return new ServedCoordinator(process, address, Stopwatch.GetElapsedTime(began));
                }
            }
            throw new InvalidOperationException($"The coordinator did not start: {(await errors).Trim()}");
        }
        catch
        {
            Stop(process);
            throw;
        }
    }

    public void Dispose() => Stop(_process);

    private static void Stop(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
