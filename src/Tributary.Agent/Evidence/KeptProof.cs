using Tributary.Core;

namespace Tributary.Agent;

/// <summary>What a site found when it checked a round, as it is kept for whoever asks later.</summary>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Site">Who checked.</param>
/// <param name="At">When.</param>
/// <param name="Holds">Whether everything held that was checked.</param>
/// <param name="Reason">What did not hold, or why nothing was checked.</param>
/// <param name="Model">The model that follows from the sum, where it was made again.</param>
public sealed record KeptProof(
    string Run, int Round, string Site, DateTimeOffset At, bool Holds, string? Reason = null, BlobId? Model = null);
