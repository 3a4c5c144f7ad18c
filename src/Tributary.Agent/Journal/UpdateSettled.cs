using Tributary.Core;

namespace Tributary.Agent;

/// <summary>The coordinator has answered to an update.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Accepted">Whether it counts.</param>
/// <param name="Reason">Why it does not.</param>
/// <param name="LedgerIndex">Where the run's ledger has it, where the receipt says so.</param>
public sealed record UpdateSettled(
    DateTimeOffset At, string Run, int Round, bool Accepted, DropReason? Reason = null, long? LedgerIndex = null) : AgentEvent(At, Run);
