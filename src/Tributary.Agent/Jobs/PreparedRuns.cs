using System.Text;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Agent;

/// <summary>The runs that this process is ready to work on; data is read once for each.</summary>
internal sealed class PreparedRuns(
    SiteFolder folder, AgentJournal journal, ICoordinatorService service, SiteJobReader reader, AgentOptions options) : IDisposable
{
    private readonly Dictionary<string, SiteRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EvaluationRun> _evaluations = new(StringComparer.Ordinal);

    /// <summary>The names of the runs that are ready.</summary>
    public IReadOnlyList<string> Names => [.. _runs.Keys.Concat(_evaluations.Keys).Order(StringComparer.Ordinal)];

    /// <summary>A run that is ready to be trained in, or null.</summary>
    public SiteRun? Find(string run) => _runs.GetValueOrDefault(run);

    /// <summary>A run that is ready to be measured, or null.</summary>
    public EvaluationRun? FindEvaluation(string run) => _evaluations.GetValueOrDefault(run);

    /// <summary>Whether a run is ready, in whatever role.</summary>
    public bool Has(string run) => _runs.ContainsKey(run) || _evaluations.ContainsKey(run);

    /// <summary>The job of a run with this site's data, and what the policy says about it.</summary>
    /// <exception cref="SiteException">The job cannot be done here.</exception>
    public async ValueTask<(SiteJob Job, PolicyDecision Decision)> ReadAsync(MemberState member, CancellationToken cancellation)
    {
        string text = Encoding.UTF8.GetString((await journal.Blobs.GetAsync(member.JobText, cancellation)).Span);
        var problems = new List<Problem>();
        SiteJob job = reader.Read(text, problems) ?? throw new SiteException(problems);
        return (job, PolicyCheck.Decide(reader.Policy, job));
    }

    /// <summary>Makes a run ready: brings the initial model here and holds it against the site's data.</summary>
    /// <exception cref="SiteException">The job cannot be done here.</exception>
    public async ValueTask PrepareAsync(MemberState member, SiteJob job, CancellationToken cancellation)
    {
        await service.DownloadAsync(member.ModelFile, null, cancellation);
        ReadOnlyMemory<byte> model = await journal.Blobs.GetAsync(member.ModelFile, cancellation);
        Registry<IArchitecture> models = options.Catalog.Models;
        if (folder.Identity.IsEvaluator)
            _evaluations[member.Run] = new EvaluationRun(member, job, model, models, journal, options.Threads);
        else
            _runs[member.Run] = new SiteRun(member, folder, job, model, models, reader.Policy, journal, options.Threads);
    }

    /// <summary>Lets go of a run that is over.</summary>
    public void Remove(string run)
    {
        _evaluations.Remove(run);
        if (_runs.Remove(run, out SiteRun? prepared)) prepared.Dispose();
    }

    public void Dispose()
    {
        foreach (SiteRun run in _runs.Values) run.Dispose();
    }
}
