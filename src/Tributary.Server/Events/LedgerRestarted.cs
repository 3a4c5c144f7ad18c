namespace Tributary.Server;

/// <summary>A run's store was older than what had been signed of it, and the operator accepted that: its ledger has another name.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Size">How many events the head had that was signed last.</param>
/// <param name="Root">The root of that head, base64.</param>
public sealed record LedgerRestarted(DateTimeOffset At, string Run, long Size, string Root) : ServiceEvent(At);
