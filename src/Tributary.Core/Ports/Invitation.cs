namespace Tributary.Core;

/// <summary>What a client needs to take part in a round.</summary>
/// <param name="Context">Round, groups and shared seed.</param>
/// <param name="Question">The question's name.</param>
/// <param name="Model">The model to start from.</param>
/// <param name="Pipeline">The planned stages.</param>
/// <param name="LargestWeight">The weight that counts as one; a client with more examples counts as this many.</param>
public sealed record Invitation(RoundContext Context, string Question, BlobId Model, PlannedPipeline Pipeline, double LargestWeight);
