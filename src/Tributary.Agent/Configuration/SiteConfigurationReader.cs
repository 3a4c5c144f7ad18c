using Tributary.Core;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>Reads <c>site.json</c> and finds everything that is wrong with it at once.</summary>
/// <param name="catalog">The names it may use.</param>
public sealed class SiteConfigurationReader(TrainingCatalog catalog)
{
    /// <summary>A configuration to begin with, for a person to fill in.</summary>
    public const string Template = """
        // What this site has, and what that may be used for: docs/concepts/site.md.
        {
          // The name by which jobs call the data, and where it is; paths begin in this folder.
          "data": {
            // "heart": { "use": "csv", "path": "patients.csv", "columns": { "age": { "from": "Age" } } }
          },
          "policy": {
            "approve": "ask" // every job waits for a person: tributary join approve RUN
          }
        }

        """;

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The configuration, or null where there is a problem.</returns>
    public SiteConfiguration? Read(string json, ICollection<Problem> problems)
    {
        int before = problems.Count;
        SiteConfiguration? site = OptionsFile.Read(
            "The site's configuration", json, AgentJson.Default.SiteConfiguration, new SiteConfiguration(), ProblemCodes.SiteConfiguration,
            problems);
        if (site is null) return null;
        foreach (Problem problem in Check(site)) problems.Add(problem with { Code = ProblemCodes.SiteConfiguration });
        return problems.Count > before ? null : site;
    }

    private List<Problem> Check(SiteConfiguration site)
    {
        var problems = new List<Problem>();
        foreach ((string name, Part part) in site.Data) new SiteData(catalog, name, part).Check(problems);
        if (site.AdapterRank < 1)
            problems.Add(Problem.OutOfRange("$.adapterRank",
                "An adapter has at least one rank. Give the most that this site can train, or leave it out for any."));
        foreach (string name in site.Policy.PrivacyOf.Keys.Except(site.Data.Keys))
            problems.Add(Problem.OutOfRange($"$.policy.privacyOf.{name}",
                $"There is no data set '{name}' in 'data', so the budget would protect nothing. Name one of 'data', or remove it."));
        CheckNames(site.Policy.Models, catalog.Models, "$.policy.models", problems);
        CheckNames(site.Policy.Require, catalog.Jobs.Stages, "$.policy.require", problems);
        return problems;
    }

    private static void CheckNames(IReadOnlyList<string>? names, IRegistry registry, string path, List<Problem> problems)
    {
        for (int i = 0; i < (names?.Count ?? 0); i++)
            if (registry.Find(names![i]) is null)
                problems.Add(Problem.OutOfRange($"{path}[{i}]",
                    $"There is no {registry.Kind} called '{names[i]}'. " +
                    $"Known: {string.Join(", ", registry.Parts.Select(part => part.Name))}."));
    }
}
