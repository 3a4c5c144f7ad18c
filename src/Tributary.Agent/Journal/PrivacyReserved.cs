using Tributary.Core;

namespace Tributary.Agent;

/// <summary>
/// The site is about to answer a round, and what the answer tells counts from now on, whatever becomes of it: noise that was drawn cannot
/// be drawn back.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Run">The run.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Told">What the answer tells, for an accountant; without any sampling, for the site knows that it takes part.</param>
/// <param name="Data">Of which data set, by the job's name for it; null in journals of older versions, and then it may be of any.</param>
/// <param name="People">
/// Of whom, as digests in the blob store; null where no column names people, and then it may be of anybody.
/// </param>
public sealed record PrivacyReserved(
    DateTimeOffset At, string Run, int Round, DpEvent Told, string? Data = null, BlobId? People = null) : AgentEvent(At, Run);
