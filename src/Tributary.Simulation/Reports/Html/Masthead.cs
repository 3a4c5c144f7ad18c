using System.Globalization;
using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>The head of the page: what was run, how it ended, and the few numbers that most readers came for.</summary>
internal static class Masthead
{
    public static Html Of(RunReport run, RunFigures figures) => Html.Of($"""
        <header>
        <p class="kicker">Tributary run report · {run.StartedAt.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)}</p>
        <h1>{run.Job}</h1>
        {(run.Description is { } description ? Html.Of($"<p class=\"lead\">{description}</p>") : Html.Empty)}
        <p class="outcome {(run.Outcome == RunOutcome.Failed ? "failed" : "ended")}"><strong>{OutcomeText(run.Outcome)}</strong> {run.Reason}</p>
        <dl class="figures">
        {Html.Join(KeyFigures(run, figures).Select(figure => Html.Of($"<div><dt>{figure.Name}</dt><dd>{figure.Value}</dd></div>")))}
        </dl>
        </header>
        """);

    private static IEnumerable<(string Name, string Value)> KeyFigures(RunReport run, RunFigures figures)
    {
        if (RunFigures.Final(run) is { } final) yield return (run.Metric.Title, NumberText.Metric(run.Metric, final));
        yield return ("Sites", NumberText.Count(run.Sites.Count));
        yield return ("Rounds", NumberText.Count(run.Rounds.Count));
        yield return ("Parameters", NumberText.Count(run.Model.Parameters));
        yield return ("Sent and received", NumberText.Bytes(run.Totals.BytesUp + run.Totals.BytesDown));
        yield return ("Time", NumberText.Seconds(run.Totals.Seconds));
        if (run.Rounds.LastOrDefault(round => round.Epsilon is not null)?.Epsilon is { } epsilon)
            yield return ("Privacy spent, ε", NumberText.Number(epsilon));
        if (figures.Best is { } best) yield return ("Best round", NumberText.Count(run.Rounds[best].Round));
    }

    private static string OutcomeText(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => "Completed.",
        RunOutcome.TargetReached => "Target reached.",
        RunOutcome.BudgetSpent => "Privacy budget spent.",
        RunOutcome.Cancelled => "Cancelled.",
        _ => "Failed.",
    };
}
