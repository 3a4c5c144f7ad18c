using Spectre.Console;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Shows how far a run has come: a bar on a terminal, plain lines elsewhere, at most ten times a second.</summary>
internal sealed class RunDisplay(string title, MetricDescription metric, bool quiet)
{
    private static readonly TimeSpan _betweenUpdates = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _betweenLines = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private long _last = long.MinValue;
    private ProgressTask? _bar;
    private string _figure = "";

    /// <summary>Runs <paramref name="work"/> while showing its progress.</summary>
    public async Task<T> ShowAsync<T>(Func<Task<T>> work)
    {
        if (quiet || Console.IsOutputRedirected) return await work();
        return await AnsiConsole.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                _bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                return await work();
            });
    }

    /// <summary>Takes a finished round.</summary>
    public void Round(RoundSummary round)
    {
        if (round.Metrics.TryGetValue(metric.Name, out double value))
            _figure = $"{metric.Title.ToLowerInvariant()} {(metric.IsShare ? value.ToString("P1") : value.ToString("0.0000"))}";
        if (_bar is null && !quiet && IsDue(_betweenLines))
        {
            string what = round.TrainLoss is { } loss ? $"training loss {loss:0.0000}" : round.Question;
            Console.WriteLine($"{title}: round {round.Round}, {what}{(_figure.Length > 0 ? ", " + _figure : "")}");
        }
    }

    /// <summary>Takes what is being done and how far it has come, from 0 to 1; any thread.</summary>
    public void Progress(string activity, double share)
    {
        if (_bar is null || !IsDue(_betweenUpdates)) return;
        _bar.Description = Markup.Escape($"{title}: {activity}{(_figure.Length > 0 ? ", " + _figure : "")}");
        _bar.Value = share;
    }

    private bool IsDue(TimeSpan pause)
    {
        lock (_lock)
        {
            long now = TimeProvider.System.GetTimestamp();
            if (_last != long.MinValue && TimeProvider.System.GetElapsedTime(_last, now) < pause) return false;
            _last = now;
            return true;
        }
    }
}
