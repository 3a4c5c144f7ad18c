namespace Tributary.Core;

/// <summary>A stage that has been fitted to an update.</summary>
/// <param name="Output">The type of what the client half makes.</param>
/// <param name="Decoding">Where the server half may decode.</param>
/// <param name="Client">Makes the client half for one client in one round.</param>
/// <param name="Server">Makes the server half for one round.</param>
/// <param name="Decoded">The type of what the server half makes again, or null where it passes on what it is given.</param>
public sealed record StagePlan(
    UpdateSpec Output,
    Decoding Decoding,
    Func<ClientContext, IClientStage> Client,
    Func<RoundContext, IServerStage> Server,
    UpdateSpec? Decoded = null)
{
    /// <summary>What the stage asks before the update, one step after another.</summary>
    public IReadOnlyList<StepPlan> Before { get; init; } = [];

    /// <summary>What the stage asks after the close, one step after another: its keepers answer.</summary>
    public IReadOnlyList<StepPlan> After { get; init; } = [];

    /// <summary>What the stage's noise makes of a round, where it adds any.</summary>
    public NoisyRelease? Release { get; init; }
}
