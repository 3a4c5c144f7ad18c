using System.Globalization;
using Spectre.Console;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Shows how far a run has come: a bar that is drawn ten times a second, or plain lines at most every two seconds.</summary>
/// <param name="title">What runs.</param>
/// <param name="metric">The figure to show beside it.</param>
/// <param name="terminal">Where the bar is drawn; null for none.</param>
/// <param name="lines">Where lines are written if there is no bar; null for none.</param>
/// <param name="clock">Says when the next update is due.</param>
internal sealed class RunDisplay(string title, MetricDescription metric, IAnsiConsole? terminal, TextWriter? lines, TimeProvider clock)
{
    private static readonly TimeSpan _betweenUpdates = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _betweenLines = TimeSpan.FromSeconds(2);

    // Reports only leave word here, however many there are; the clock draws the last one.
    private volatile string _activity = "";
    private volatile string _figure = "";
    private volatile string _privacy = "";
    private double _share;
    private long? _lastLine;

    /// <summary>
    /// A display for standard output: a bar on a terminal, lines in a file or a pipe, nothing if <paramref name="quiet"/>.
    /// </summary>
    public static RunDisplay Of(PlannedJob job, bool quiet) => new(
        job.Spec.Name, job.Metric, quiet || Console.IsOutputRedirected ? null : AnsiConsole.Console, quiet ? null : Console.Out,
        TimeProvider.System);

    /// <summary>Runs <paramref name="work"/> while showing its progress.</summary>
    public async Task<T> ShowAsync<T>(Func<Task<T>> work)
    {
        if (terminal is null) return await work();
        return await terminal.Progress().AutoClear(true).AutoRefresh(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                await using ITimer timer = clock.CreateTimer(_ => Draw(context, bar), null, TimeSpan.Zero, _betweenUpdates);
                return await work();
            });
    }

    /// <summary>Takes a finished round; one thread.</summary>
    public void Round(RoundSummary round)
    {
        if (round.Epsilon is { } epsilon) _privacy = string.Create(CultureInfo.InvariantCulture, $", epsilon {epsilon:0.000}");
        if (round.Metrics.TryGetValue(metric.Name, out double value))
            _figure = $", {metric.Title.ToLowerInvariant()} {(metric.IsShare ? value.ToString("P1") : value.ToString("0.0000"))}";
        if (terminal is not null || lines is null || !IsLineDue()) return;
        string what = round.TrainLoss is { } loss ? $"training loss {loss:0.0000}" : round.Question;
        lines.WriteLine($"{title}: round {round.Round}, {what}{_figure}{_privacy}");
    }

    /// <summary>Takes what is being done and how far it has come, from 0 to 1; any thread.</summary>
    public void Progress(string activity, double share)
    {
        _activity = activity;
        Volatile.Write(ref _share, share);
    }

    private void Draw(ProgressContext context, ProgressTask bar)
    {
        bar.Description = Markup.Escape(_activity.Length > 0 ? $"{title}: {_activity}{_figure}{_privacy}" : title);
        bar.Value = Volatile.Read(ref _share);
        context.Refresh();
    }

    private bool IsLineDue()
    {
        long now = clock.GetTimestamp();
        if (_lastLine is { } last && clock.GetElapsedTime(last, now) < _betweenLines) return false;
        _lastLine = now;
        return true;
    }
}
