using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>What evaluators measured of published models.</summary>
internal sealed class EvaluationEndpoints(FieldRuns runs)
{
    private const int MostMetrics = 64, LongestName = 64;

    public IEnumerable<Operation> Operations =>
    [
        new("POST", Routes.Runs + "/{run}/evaluations", Access.Evaluator, "Notes what the published model was measured to be.", NoteAsync)
        {
            Request = ProtocolJson.Default.EvaluationMessage, Status = 204,
        },
    ];

    private async Task NoteAsync(Call call)
    {
        EvaluationMessage message = await call.ReadAsync(ProtocolJson.Default.EvaluationMessage);
        RunHost host = runs.Find(call["run"], call.Caller);
        Check(message.Metrics);
        if (host.State.Outcome is not null) throw Refuse.HasEnded(host.Submitted.Run);
        if (!await host.EvaluateAsync(call.Caller.Name, message.ModelVersion, message.Metrics))
            throw host.State.Outcome is not null
                ? Refuse.HasEnded(host.Submitted.Run)
                : Refuse.Malformed(
                    $"Model {message.ModelVersion} is not the published one that a round has made, so what it was measured to be " +
                    "says nothing about the run now. Ask for the model, and measure that.", 409);
        await call.DoneAsync();
    }

    /// <summary>Few plain numbers: everybody who may see the run reads them, and they stay in its log.</summary>
    private static void Check(IReadOnlyDictionary<string, double> metrics)
    {
        if (metrics.Count is 0 or > MostMetrics)
            throw Refuse.Malformed(
                $"An evaluation has 1 to {MostMetrics} metrics, and this one has {metrics.Count}. Send those that count.");
        foreach ((string name, double value) in metrics)
        {
            if (name.Length is 0 or > LongestName || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '@')))
                throw Refuse.Malformed(
                    $"The name of a metric has 1 to {LongestName} letters, digits and '-', '_', '.', '@', because it stands in logs. " +
                    "Choose such a name.");
            if (!double.IsFinite(value))
                throw Refuse.Malformed($"The metric '{name}' is not a finite number, so no target can be held against it. Leave it out.");
        }
    }
}
