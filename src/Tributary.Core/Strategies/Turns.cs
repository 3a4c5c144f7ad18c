namespace Tributary.Core;

/// <summary>Whether clients that take turns are enough for a round.</summary>
public static class Turns
{
    /// <summary>What keeps rounds of a job from ever being full.</summary>
    /// <param name="job">The job.</param>
    /// <param name="selector">Its selector.</param>
    /// <param name="registered">The clients, in the order of the run.</param>
    public static IEnumerable<Problem> Check(JobSpec job, ISelector selector, IReadOnlyList<ClientId> registered)
    {
        if (selector.Separation == 1) yield break;
        int least = Enumerable.Range(1, selector.Separation).Min(round => selector.Due(registered, round).Count);
        if (least < job.MinimumCohort)
            yield return Problem.OutOfRange("$.selector.groups",
                $"{registered.Count} clients in {selector.Separation} groups leave a group with {least}, and a round needs " +
                $"{job.MinimumCohort} to make a model, so that it would fail whenever its turn comes. Give fewer groups.");
    }
}
