namespace Tributary.Core;

/// <summary>What the clients of one group have answered in a step, as the server half of its stage sees it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Group">The group.</param>
/// <param name="Asked">Its clients that were asked.</param>
/// <param name="Messages">The first message of each of them to the coordinator, oldest first.</param>
public sealed record StepAnswers(StepPlan Step, Group Group, IReadOnlyList<ClientId> Asked, IReadOnlyList<RoundMessage> Messages)
{
    /// <summary>After the close, for the last <see cref="Decoding.Sum"/> stage: the group's sum; else null. Not to be changed.</summary>
    public Payload? Sum { get; init; }

    /// <summary>After the close: the clients whose updates are in the sum, in order of arrival.</summary>
    public IReadOnlyList<ClientId> Included { get; init; } = [];

    /// <summary>Every answer counts, and all are waited for.</summary>
    public Hearing Everybody => new(Messages.Count == Asked.Count, [.. Messages.Select(message => message.From)], []);
}
