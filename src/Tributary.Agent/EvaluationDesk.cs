namespace Tributary.Agent;

/// <summary>An evaluator's work: after every model that is due it measures, run by run.</summary>
internal sealed class EvaluationDesk(ICoordinatorService service, PreparedRuns runs, RunGuard guard, Action<AgentNotice> notify)
{
    /// <summary>Measures what is due.</summary>
    public async ValueTask WorkAsync(CancellationToken cancellation)
    {
        foreach (string name in runs.Names)
            if (runs.FindEvaluation(name) is { } run)
                await guard.DoAsync(name, async () =>
                {
                    if (await run.MeasureAsync(service, cancellation) is { } measured)
                        notify(new AgentNotice(AgentNoticeKind.Measured, name, $"Model {measured.ModelVersion} was measured."));
                }, cancellation);
    }
}
