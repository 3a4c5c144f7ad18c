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
/// <param name="Members">The keys of members of the group that the stages need, where some ask steps; since 1.2.</param>
/// <param name="Included">
/// Once the round has closed and the client is a keeper: the members of its group whose updates are in the sum. Since 1.2.
/// </param>
/// <param name="Signature">
/// Of the coordinator, where stages ask steps: a signed note of <see cref="RoundStatement"/>. Since 1.2.
/// </param>
/// <param name="State">What the stages left for this round when an earlier one ended; null where they left nothing.</param>
/// <param name="Step">
/// The step that is asked, where the job has steps before the update or more than one after the close; null for the update where none comes
/// before it, and for the first after the close. Since 1.3.
/// </param>
/// <param name="Asked">With a step: the members of the group that are asked with this site. Since 1.3.</param>
public sealed record InvitationMessage(
    string Run,
    int Round,
    string Question,
    BlobId Model,
    int Cohort,
    int GroupNumber,
    IReadOnlyList<string> GroupMembers,
    ulong Seed,
    IReadOnlyList<MemberMessage>? Members = null,
    IReadOnlyList<string>? Included = null,
    string? Signature = null,
    IReadOnlyDictionary<string, double>? State = null,
    string? Step = null,
    IReadOnlyList<string>? Asked = null);
