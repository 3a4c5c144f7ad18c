namespace Tributary.Core;

/// <summary>What a client needs to take part in a round.</summary>
/// <param name="Context">Round, groups and shared seed.</param>
/// <param name="Question">The question's name.</param>
/// <param name="Model">The model to start from.</param>
/// <param name="Pipeline">The planned stages.</param>
/// <param name="LargestWeight">The weight that counts as one; a client with more examples counts as this many.</param>
public sealed record Invitation(RoundContext Context, string Question, BlobId Model, PlannedPipeline Pipeline, double LargestWeight)
{
    /// <summary>
    /// Once the round has closed and the client is a keeper: the clients of its group whose updates are in the sum, in order. Null while an
    /// update is asked for.
    /// </summary>
    public IReadOnlyList<ClientId>? Included { get; init; }

    /// <summary>The step that is asked; null for the update of a round without steps before it, and for the first step after the close.</summary>
    public string? Step { get; init; }

    /// <summary>
    /// The clients of its group that are asked the step with it, in order of invitation; null where no step was opened. For an update these
    /// are the clients that answered every step before.
    /// </summary>
    public IReadOnlyList<ClientId>? Asked { get; init; }

    /// <summary>Whether an update is asked for.</summary>
    public bool AsksUpdate => Included is null && Step is null or RoundState.UpdateStep;
}
