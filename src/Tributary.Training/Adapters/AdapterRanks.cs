using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>The ranks that clients train of one adapter, where a job or a site says that they differ.</summary>
public static class AdapterRanks
{
    private const string Path = "$.model.adapter.ranks";

    /// <summary>The rank that a client trains, or null for all of the adapter's.</summary>
    /// <param name="architecture">The job's model.</param>
    /// <param name="number">The client's place in the federation, from zero.</param>
    /// <param name="own">The most that the client's site trains, or null.</param>
    public static int? Of(IArchitecture architecture, int number, int? own = null)
    {
        if (architecture is not Gpt { Adapter: { } adapter }) return null;
        int rank = Math.Min(adapter.Ranks is { } ranks ? ranks[number] : adapter.Rank, own ?? adapter.Rank);
        return rank < adapter.Rank ? rank : null;
    }

    /// <summary>Whether a job's ranks can be trained and put together again.</summary>
    /// <param name="job">The job.</param>
    /// <param name="architecture">Its model.</param>
    /// <param name="strategy">Its strategy.</param>
    /// <param name="clients">How many clients there are, or null where that is not known yet.</param>
    public static IEnumerable<Problem> Check(JobSpec job, IArchitecture architecture, Strategy strategy, int? clients)
    {
        if (architecture is not Gpt { Adapter: { Ranks: { } ranks } adapter }) yield break;
        if (ranks.FirstOrDefault(rank => rank < 1 || rank > adapter.Rank, 1) is var wrong && (wrong < 1 || wrong > adapter.Rank))
            yield return Problem.OutOfRange(Path,
                $"A client cannot train {wrong} ranks of an adapter that has {adapter.Rank}. Give every client from 1 to {adapter.Rank}.");
        if (clients is { } count && ranks.Count != count)
            yield return Problem.OutOfRange(Path,
                $"There are ranks for {ranks.Count} clients, and the job has {count}. Give one for each client, in their order.");
        foreach (Problem problem in Check(job, strategy, Path)) yield return problem;
    }

    /// <summary>Whether a site that trains fewer ranks than a job's adapter has can take part.</summary>
    /// <param name="job">The job.</param>
    /// <param name="architecture">Its model.</param>
    /// <param name="strategy">Its strategy.</param>
    /// <param name="own">The most ranks that the site trains, or null for any.</param>
    public static IEnumerable<Problem> CheckSite(JobSpec job, IArchitecture architecture, Strategy strategy, int? own) =>
        architecture is Gpt { Adapter: { } adapter } && own < adapter.Rank ? Check(job, strategy, "$.adapterRank") : [];

    /// <summary>Whether the job has a rank for a client.</summary>
    /// <param name="architecture">The job's model.</param>
    /// <param name="number">The client's place in the federation, from zero.</param>
    public static IEnumerable<Problem> CheckNumber(IArchitecture architecture, int number)
    {
        if (architecture is Gpt { Adapter.Ranks: { } ranks } && number >= ranks.Count)
            yield return Problem.OutOfRange(Path,
                $"The job has ranks for {ranks.Count} clients, and this is number {number + 1}: it would not know what to train. "
                + "Give one for each client, in their order.");
    }

    private static IEnumerable<Problem> Check(JobSpec job, Strategy strategy, string path)
    {
        if (!strategy.TakesMixedRanks)
            yield return new Problem(ProblemCodes.RanksDiffer, path,
                $"'{strategy.Name}' takes the mean of factors, and a factor of fewer ranks would count as zeros where it has none: the "
                + "mean would be of something that nobody trained. Use 'flora', which adds up whole products, or one rank everywhere.");
        if (job.Local.Privacy is not null)
            yield return new Problem(ProblemCodes.RanksDiffer, path,
                "'local.privacy' adds noise to every number that could be trained, those behind a client's rank among them, and they would "
                + "not stay zero. Train the same rank everywhere, or hide whole clients with the stage 'noise'.");
    }
}
