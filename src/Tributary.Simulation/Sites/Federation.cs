using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Who owns which data: the sites, and for comparison all of it in one place.</summary>
/// <param name="Sites">The data owners.</param>
/// <param name="Pooled">The training data of all sites together.</param>
/// <param name="Test">The test data of all sites together, or the part that the source set apart.</param>
public sealed record Federation(IReadOnlyList<Site> Sites, Dataset Pooled, Dataset Test)
{
    private const double UsualHoldout = 0.2;

    /// <summary>Divides data among sites, and holds back a share of each where the source has no test part.</summary>
    /// <param name="data">From the job's source.</param>
    /// <param name="partition">Who gets what.</param>
    /// <param name="holdout">The share each site keeps for testing; null for a fifth where the source has no test part, else nothing.</param>
    /// <param name="random">Decides what partition and holdout leave open.</param>
    /// <exception cref="DataException">The data cannot be divided so; the message says why.</exception>
    public static Federation Divide(DataSplit data, IPartition partition, double? holdout, RandomStream random)
    {
        PartitionInput input = data.Train.PartitionInput;
        int[][] parts = partition.Split(input, random.Derive("partition"));
        int digits = parts.Length.ToString().Length;
        double share = holdout ?? (data.Test is null ? UsualHoldout : 0);
        Site[] sites = [.. parts.Select((places, i) => MakeSite(
            Name(input, places) ?? $"site-{(i + 1).ToString().PadLeft(digits, '0')}", data.Train.Select(places), share, random.Derive("holdout", i)))];
        if (share == 0) return new Federation(sites, data.Train, data.Test ?? data.Train);
        return new Federation(
            sites,
            LabelledData.Concat([.. sites.Select(site => (LabelledData)site.Train)]),
            data.Test ?? LabelledData.Concat([.. sites.Select(site => (LabelledData)site.Test!)]));
    }

    private static Site MakeSite(string name, Dataset data, double holdout, RandomStream random)
    {
        if (holdout == 0) return new Site(new ClientId(name), data, null);
        if (data is not LabelledData labelled)
            throw new DataException("Only labelled examples can be held back site by site. Leave 'holdout' out; a text source has its own 'validation'.");
        (LabelledData train, LabelledData test) = StratifiedSplit.Split(labelled, 1 - holdout, random);
        return new Site(new ClientId(name), train, test);
    }

    /// <summary>A site whose examples all have one key bears it as its name.</summary>
    private static string? Name(PartitionInput input, int[] places) =>
        input.Keys is { } keys && places.All(place => keys[place] == keys[places[0]]) ? keys[places[0]] : null;
}
