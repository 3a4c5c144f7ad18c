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
    /// <summary>Divides data among sites, and holds back a share of each where the source has no test part.</summary>
    /// <param name="data">From the job's source.</param>
    /// <param name="partition">Who gets what.</param>
    /// <param name="holdout">
    /// The share each site keeps for testing; null for a fifth where the source has no test part, else nothing.
    /// </param>
    /// <param name="random">Decides what partition and holdout leave open.</param>
    /// <exception cref="DataException">The data cannot be divided so; the message says why.</exception>
    public static Federation Divide(DataSplit data, IPartition partition, double? holdout, RandomStream random)
    {
        PartitionInput input = data.Train.PartitionInput;
        int[][] parts = partition.Split(input, random.Derive("partition"));
        string[] names = Names(input, parts);
        double share = SiteSplit.Share(holdout, hasTest: data.Test is not null);
        Site[] sites = [.. parts.Select((places, i) => MakeSite(names[i], data.Train.Select(places), share, random, i))];
        if (share == 0) return new Federation(sites, data.Train, data.Test ?? data.Train);
        return new Federation(
            sites, Together([.. sites.Select(site => site.Train)]), data.Test ?? Together([.. sites.Select(site => site.Test!)]));
    }

    private static Dataset Together(IReadOnlyList<Dataset> parts) => parts[0] switch
    {
        TableData => TableData.Concat([.. parts.Cast<TableData>()]),
        TextData => TextData.Concat([.. parts.Cast<TextData>()]),
        _ => LabelledData.Concat([.. parts.Cast<LabelledData>()]),
    };

    private static Site MakeSite(string name, Dataset data, double holdout, RandomStream random, int number)
    {
        try
        {
            (Dataset train, Dataset? test) = SiteSplit.Of(data, holdout, random, number);
            return new Site(new ClientId(name), train, test);
        }
        catch (DataException e)
        {
            throw new DataException($"The site '{name}' cannot hold back examples for testing: {e.Message}", e);
        }
    }

    /// <summary>The key that all examples of a site share, where every site has one of its own; numbers otherwise.</summary>
    private static string[] Names(PartitionInput input, int[][] parts)
    {
        if (input.Keys is { } keys)
        {
            IEnumerable<int[]> ofOneKey = parts.Where(places => places.All(place => keys[place] == keys[places[0]]));
            string[] own = [.. ofOneKey.Select(places => keys[places[0]]).Distinct()];
            if (own.Length == parts.Length) return own;
        }
        int digits = parts.Length.ToString().Length;
        return [.. Enumerable.Range(1, parts.Length).Select(number => $"site-{number.ToString().PadLeft(digits, '0')}")];
    }
}
