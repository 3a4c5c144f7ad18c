namespace Tributary.Core;

/// <summary>Something that happened in a run. Everything else (state, dashboard, accounts, recovery) is read from these.</summary>
/// <param name="At">When, by the coordinator's clock.</param>
public abstract record RunEvent(DateTimeOffset At);
