namespace Tributary.Core;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Every phase had nothing more to ask.</summary>
    Completed,

    /// <summary>The job's target was reached before its last round.</summary>
    TargetReached,

    /// <summary>Another round would have told more than the job's privacy budget allows.</summary>
    BudgetSpent,

    /// <summary>Too many rounds failed.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}
