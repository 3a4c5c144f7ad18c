using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>An invitation to a round. The client plans the same stages from the job that it has approved.</summary>
/// <param name="Run">The run.</param>
/// <param name="Round">The round.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Model">The model to start from.</param>
/// <param name="Cohort">How many clients are invited.</param>
/// <param name="GroupNumber">The client's group.</param>
/// <param name="GroupMembers">The clients of that group, in order.</param>
/// <param name="Seed">The number that all parties of the round share.</param>
/// <param name="State">What the stages left for this round when an earlier one ended; null where they left nothing.</param>
public sealed record InvitationMessage(
    string Run,
    int Round,
    string Question,
    BlobId Model,
    int Cohort,
    int GroupNumber,
    IReadOnlyList<string> GroupMembers,
    ulong Seed,
    IReadOnlyDictionary<string, double>? State = null);
