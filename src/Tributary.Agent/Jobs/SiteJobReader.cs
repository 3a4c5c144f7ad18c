using Tributary.Core;
using Tributary.Models;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>Reads jobs together with the data that a site has for them.</summary>
/// <param name="catalog">The names a job may use.</param>
/// <param name="named">Where sets that are known by name are looked for.</param>
/// <param name="folder">The site's folder, in which paths begin.</param>
/// <param name="site">The site's configuration.</param>
public sealed class SiteJobReader(TrainingCatalog catalog, DataFolder named, string folder, SiteConfiguration site)
{
    /// <summary>What the site's data may be used for.</summary>
    public SitePolicy Policy => site.Policy;

    /// <summary>Reads a job.</summary>
    /// <param name="text">The job as it was submitted.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The job, or null where there is a problem.</returns>
    public SiteJob? Read(string text, ICollection<Problem> problems)
    {
        // Where the job's own files lie is nothing to a site: it has its own.
        string readable;
        try
        {
            readable = RemoteParts.WithAddresses(text);
        }
        catch (ProblemException e)
        {
            foreach (Problem problem in e.Problems) problems.Add(problem);
            return null;
        }
        if (JobReader.Read(readable, catalog.Jobs, problems) is not { } job) return null;
        IDataSource? wanted = catalog.Data.Resolve(job.Data, "$.data", problems);
        IArchitecture? architecture = catalog.Models.Resolve(job.Model, "$.model", problems);
        Composition? parts = catalog.Jobs.Compose(job, problems);
        if (wanted is null || architecture is null || parts is null) return null;
        int before = problems.Count;
        foreach (Problem problem in AdapterRanks.Check(job, architecture, parts.Strategy, job.Field.Sites?.Count)) problems.Add(problem);
        foreach (Problem problem in AdapterRanks.CheckSite(job, architecture, parts.Strategy, site.AdapterRank)) problems.Add(problem);
        foreach (Problem problem in FieldSupport.Problems(job, architecture)) problems.Add(problem);
        if (problems.Count > before) return null;
        string name = wanted is TableSource { Name: var declared } ? declared : job.Data.Use;
        if (!site.Data.TryGetValue(name, out Part? part))
        {
            problems.Add(new Problem(ProblemCodes.SiteConfiguration, $"$.data.{name}",
                $"This site has no data called '{name}', so it has nothing to learn from for this job. " +
                $"{(site.Data.Count == 0 ? "It has none yet." : $"It has: {string.Join(", ", site.Data.Keys)}.")} Name it in site.json."));
            return null;
        }
        bool asRows = architecture is ITableArchitecture;
        if (new SiteData(catalog, name, part).Read(wanted, asRows, folder, named, problems) is not { } own) return null;
        if (job.Normalize && own.Data.Train is not LabelledData { FeatureShape.Rank: 1 })
        {
            problems.Add(new Problem(ProblemCodes.DataProblem, "$.normalize",
                "Only the columns of a table can be normalized, and this data has none. Leave 'normalize' out."));
            return null;
        }
        return new SiteJob
        {
            Text = text,
            Spec = job,
            Parts = parts,
            Architecture = architecture,
            DataName = name,
            Data = own.Data,
            Rows = own.Rows,
            NamesPeople = own.NamesPeople,
            Columns = ColumnsOf(wanted, own.Data.Train),
            AdapterRank = site.AdapterRank,
        };
    }

    private static IReadOnlyList<string>? ColumnsOf(IDataSource wanted, Dataset data) =>
        wanted is TableSource table ? [.. table.Columns.Select(column => column.Name), table.Label.Name]
        : data is LabelledData { FeatureNames: { } features } ? [.. features.Select(feature => feature.Split('=')[0]).Distinct()]
        : null;
}
