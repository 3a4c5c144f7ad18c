using Tributary.Core;
using Tributary.Models;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Agent.Tests;

/// <summary>A site's folder without identity or network: what it says about jobs.</summary>
internal sealed class SitePaper : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SitePaper() => SmallTable.Write(_folder);

    public string SitePath => Path.Combine(_folder.Path, "sites", "nord");

    public void Dispose() => _folder.Dispose();

    public (SiteJob? Job, SitePolicy Policy, List<Problem> Problems) Read(string job, string policy = """ "approve": "policy" """)
    {
        var catalog = new TrainingCatalog();
        var problems = new List<Problem>();
        SiteConfiguration site = new SiteConfigurationReader(catalog).Read(SmallTable.Configuration("nord", policy), problems)!;
        Assert.Empty(problems);
        SiteJob? read = new SiteJobReader(catalog, new DataFolder(""), SitePath, site).Read(job, problems);
        return (read, site.Policy, problems);
    }

    public PolicyDecision Decide(string job, string policy)
    {
        (SiteJob? read, SitePolicy limits, List<Problem> problems) = Read(job, policy);
        Assert.Empty(problems);
        return PolicyCheck.Decide(limits, read!);
    }
}
