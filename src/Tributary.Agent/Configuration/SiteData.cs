using Tributary.Core;
using Tributary.Models;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>One of a site's own sets of data, as its configuration names it.</summary>
/// <param name="catalog">The names it may use.</param>
/// <param name="name">What jobs call it.</param>
/// <param name="part">Where it is.</param>
internal sealed class SiteData(TrainingCatalog catalog, string name, Part part)
{
    private readonly string _path = $"$.data.{name}";

    // A name that is itself one of a data part means that part at this site; any other name is a table that jobs declare.
    private bool IsMapping => catalog.Data.Find(name) is null && catalog.SiteTables.Find(part.Use) is not null;

    /// <summary>What is wrong with it whatever the job.</summary>
    public void Check(ICollection<Problem> problems)
    {
        if (IsMapping) catalog.SiteTables.Resolve(part, _path, problems);
        else catalog.Data.Resolve(part, _path, problems);
    }

    /// <summary>Reads it as a job wants it.</summary>
    /// <param name="wanted">The job's data.</param>
    /// <param name="asRows">Whether whole rows are wanted, for a model that generates them.</param>
    /// <param name="folder">The site's folder.</param>
    /// <param name="named">Where sets that are known by name are looked for.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>
    /// The data, what became of its rows, and whether their keys are people; null where there is a problem.
    /// </returns>
    public (DataSplit Data, RowReport? Rows, bool NamesPeople)? Read(
        IDataSource wanted, bool asRows, string folder, DataFolder named, ICollection<Problem> problems)
    {
        int before = problems.Count;
        try
        {
            if (IsMapping && wanted is TableSource table)
            {
                SiteTable? mapping = catalog.SiteTables.Resolve(part, _path, problems);
                foreach (Problem problem in mapping?.CheckAgainst(table.Schema, _path) ?? []) problems.Add(problem);
                if (mapping is null || problems.Count > before) return null;
                if (asRows)
                {
                    (TableData rows, RowReport report) = mapping.ReadRows(table.Schema, new DataFolder(folder));
                    return (new DataSplit(rows, null), report, mapping.Person is not null);
                }
                SiteTableResult read = mapping.Read(table.Schema, new DataFolder(folder));
                return (new DataSplit(read.Data, null), read.Report, mapping.Person is not null);
            }
            if (asRows)
                throw new DataException(
                    "A generator of tables counts the same cells at every site, and only a table that the job declares says what they are. "
                    + "Map a file to the job's table.");
            if (catalog.Data.Resolve(part, _path, problems) is not { } source) return null;
            if (!source.LearnsTokens) return (source.In(folder).Load(named), null, false);
            problems.Add(new Problem(ProblemCodes.SiteConfiguration, $"{_path}.{TokenizerCatalog.Member}",
                "A tokenizer learnt from this site's text would be another than that of the other sites, and made of pieces of the text. " +
                "Name the file of the job's tokenizer instead: { \"use\": \"file\", \"path\": \"tokenizer.json\" }."));
            return null;
        }
        catch (TokenizerException e)
        {
            problems.Add(new Problem(TokenizerProblems.CodeOf(e), $"{_path}.{TokenizerCatalog.Member}", e.Message));
            return null;
        }
        catch (DataException e)
        {
            problems.Add(new Problem(ProblemCodes.SiteConfiguration, _path, e.Message));
            return null;
        }
    }
}
