using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>One script under every setting worth trying; the quickest for a case is the one to be compared with.</summary>
internal sealed class PeerGroup : IDisposable
{
    private const int Trials = 5;
    private const double Far = 1.3;

    private readonly List<PeerProcess> _processes = [];

    private PeerGroup()
    {
    }

    /// <summary>Starts a process a setting, one after another; tells why where none starts, and returns null.</summary>
    public static async Task<PeerGroup?> StartAsync(
        PeerScripts? scripts, string script, IReadOnlyList<PeerSetting> settings, BenchReport report, CancellationToken cancellation)
    {
        if (scripts is null) return null;
        var group = new PeerGroup();
        try
        {
            foreach (PeerSetting setting in settings)
                group._processes.Add(await PeerProcess.StartAsync(scripts, script, setting, cancellation));
        }
        catch (PeerException e)
        {
            group.Dispose();
            report.Note($"There are no ratios of {script}: {e.Message}");
            return null;
        }
        catch
        {
            group.Dispose();
            throw;
        }
        if (group._processes[0].Warning is { } warning) report.Note($"Warning: {warning}");
        return group;
    }

    /// <summary>The process under the first setting.</summary>
    public PeerProcess First => _processes[0];

    /// <summary>The process that answers a request with the fewest milliseconds.</summary>
    /// <param name="request">Says by its name how many steps to take, where it takes any.</param>
    /// <param name="cancellation">Checked between trials.</param>
    public async Task<PeerProcess> QuickestAsync(JsonObject request, CancellationToken cancellation)
    {
        if (_processes.Count == 1) return _processes[0];
        Dictionary<PeerProcess, double> least = _processes.ToDictionary(process => process, _ => double.PositiveInfinity);
        for (int trial = 0; trial < Trials; trial++)
        {
            // The first trial builds what is asked for. Whoever is far behind after that will not catch up.
            double limit = trial < 2 ? double.PositiveInfinity : Far * least.Values.Min();
            foreach (PeerProcess process in _processes.Where(process => least[process] <= limit))
            {
                await Turns.RestAsync(cancellation);
                least[process] = Math.Min(least[process], Milliseconds(await process.AskAsync(request, cancellation)));
            }
        }
        return _processes.MinBy(process => least[process])!;
    }

    /// <summary>What an answer says a step takes.</summary>
    public static double Milliseconds(JsonObject answer) => answer["milliseconds"]!.GetValue<double>();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PeerProcess process in _processes) process.Dispose();
    }
}
