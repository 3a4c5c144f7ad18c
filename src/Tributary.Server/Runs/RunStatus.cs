using System.Text.Json;
using Tributary.Core;
using Tributary.Privacy;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>How far a run has come, in words.</summary>
internal static class RunStatus
{
    public static RunMessage Of(RunHost host)
    {
        RunState state = host.State;
        RunSubmitted submitted = host.Submitted;
        return new RunMessage(
            submitted.Run, submitted.Job, submitted.By, submitted.At, Word(state), Reason(host, state), state.RoundNumber,
            host.Job?.Spec.Rounds ?? 0, state.Model?.Number ?? 0, state.Model?.Model,
            [.. submitted.Sites.Select(site => Site(host, state, site))],
            host.Log.Metrics, state.Evaluation.Count == 0 ? null : state.Evaluation,
            host.Job?.Privacy is { } privacy ? Spent(privacy, state) : null);
    }

    private static PrivacyMessage Spent(PrivacyPlan plan, RunState state)
    {
        double epsilon = plan.Epsilon(state.Asked.GetValueOrDefault(TrainPhase.QuestionName));
        return new PrivacyMessage(
            double.IsFinite(epsilon) ? epsilon : null, plan.Options.Delta, plan.Options.Epsilon, [.. plan.Lines(secret: true)]);
    }

    private static string Word(RunState state) =>
        state.Outcome is { } outcome ? JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString())
        : state.Round is null ? "waiting"
        : "training";

    private static string? Reason(RunHost host, RunState state)
    {
        if (host.Log.Finished is { } finished) return finished.Reason;
        if (host.Job is not { } job) return "The run is being opened.";
        if (state.Round is { } round)
            return round.Waiting.Count == 0 ? null
                : $"Waiting for {(round.AsksUpdate ? "updates" : $"answers to the step '{round.Step}'")} of " +
                    $"{Names(round.Waiting.Select(client => client.Value))}.";
        string[] undecided = [.. host.Submitted.Sites.Where(site => host.Consents.ConsentOf(site) is null)];
        return $"{host.Attendance.Count} of at least {job.Spec.MinimumCohort} sites are there."
            + (undecided.Length == 0 ? "" : $" Not decided yet: {Names(undecided)}.")
            + (state.Failure is { } failure ? $" The last round failed: {failure.Message}" : "");
    }

    private static string Names(IEnumerable<string> sites)
    {
        const int Most = 10;
        string[] all = [.. sites.Order(StringComparer.Ordinal)];
        return string.Join(", ", all.Take(Most)) + (all.Length > Most ? $" and {all.Length - Most} more" : "");
    }

    private static RunSiteMessage Site(RunHost host, RunState state, string site)
    {
        var client = new ClientId(site);
        string word = state.Round is { } round && round.Cohort.Contains(client)
            ? round.Received.ContainsKey(client) ? "received"
                : round.Waiting.Contains(client) || round.IsPreparing(client) ? "invited" : "dropped"
            : host.Attendance.IsHere(site) ? "idle" : "absent";
        return new RunSiteMessage(
            site, host.Consents.ConsentOf(site), host.Consents.Consents.GetValueOrDefault(site)?.Reason,
            word, host.Attendance.LastSeen(site));
    }
}
