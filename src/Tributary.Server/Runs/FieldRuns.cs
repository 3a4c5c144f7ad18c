using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>All runs of a coordinator: those at work, and those that have ended.</summary>
internal sealed class FieldRuns(RunSurroundings around) : IAsyncDisposable
{
    private const int LongestSlug = 40;

    private readonly ConcurrentDictionary<string, RunHost> _hosts = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _submitting = new(1, 1);

    public IEnumerable<RunHost> All => _hosts.Values;

    /// <summary>Goes on with every run that has not ended.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(around.Journal.State.Runs.Values.Select(run => StartAsync(run.Submitted, cancellation)));
        foreach (RunHost host in _hosts.Values) await host.TidyAsync(cancellation); // now every run holds what it needs
    }

    /// <summary>A run that whoever asks may see.</summary>
    public RunHost Find(string run, Caller caller) =>
        _hosts.TryGetValue(run, out RunHost? host) && (caller.Is(Access.People | Access.Evaluator) || host.Has(caller.Name))
            ? host
            : throw Refuse.NotFound("The run");

    /// <summary>The runs on whose list a site is.</summary>
    public IEnumerable<RunHost> Of(string site) => _hosts.Values.Where(host => host.Has(site));

    /// <summary>The runs that whoever asks may take part in: an evaluator measures the models of all.</summary>
    public IEnumerable<RunHost> OfferedTo(Caller caller) => caller.Is(Access.Evaluator) ? All : Of(caller.Name);

    /// <summary>A run by its name, if a site is on its list.</summary>
    public RunHost? FindFor(string run, string site) => _hosts.TryGetValue(run, out RunHost? host) && host.Has(site) ? host : null;

    /// <summary>Whether a blob is something of a run that whoever asks may read.</summary>
    public bool MayRead(Caller caller, BlobId blob) => _hosts.Values.Any(host =>
        (host.Submitted.JobText == blob || host.Submitted.Model == blob || host.State.Model?.Model == blob
            || host.State.Proofs.Values.Any(proof => proof.Blobs.Contains(blob)))
            && (caller.Is(Access.People | Access.Evaluator) || host.Has(caller.Name)));

    /// <summary>Takes a job: everything that is wrong with it is told at once.</summary>
    /// <param name="by">The researcher.</param>
    /// <param name="request">The job.</param>
    /// <param name="cancellation">Stops reading; what has been taken stays.</param>
    public async Task<RunHost> SubmitAsync(string by, SubmitJobRequest request, CancellationToken cancellation)
    {
        await _submitting.WaitAsync(cancellation);
        try
        {
            ReadOnlyMemory<byte> model = await around.Store.Blobs.GetAsync(request.Model, cancellation);
            var problems = new List<Problem>();
            FieldJob? job = FieldJob.Read(request.Job, model, around.Settings.Questions, problems);
            string[] sites = job is null ? [] : Roster(job.Spec, problems);
            if (problems.Count == 0)
                problems.AddRange(Turns.Check(job!.Spec, job.Parts.Selector, [.. sites.Select(site => new ClientId(site))]));
            if (problems.Count == 0) job = job!.For(sites.Length, problems);
            if (problems.Count == 0) job!.Questions.Plan(sites.Length, problems);
            if (problems.Count > 0) throw Refuse.Job(problems);
            byte[] text = Encoding.UTF8.GetBytes(request.Job);
            var jobText = BlobId.Of(text);
            string run = NameOf(job!.Spec.Name, by, request.Key);
            if (_hosts.TryGetValue(run, out RunHost? same) && same.Submitted.JobText == jobText) return same; // tried again
            string owner = $"{run}/job";
            await around.Blobs.For(owner).PutAsync(jobText, text, CancellationToken.None);
            await around.Blobs.HoldAsync(request.Model, owner);
            // From here on nobody deletes it; an upload of long ago may have been swept just before.
            if (await around.Store.Blobs.StatAsync(request.Model, CancellationToken.None) is null) throw Refuse.Offset(0);
            var submitted = new RunSubmitted(around.Journal.Now, run, job.Spec.Name, jobText, request.Model, sites, by);
            await around.Journal.AppendAsync(_ => submitted, CancellationToken.None);
            Log.Submitted(around.Logger, run, by, sites.Length);
            RunHost host = await StartAsync(submitted, CancellationToken.None);
            foreach (string site in sites) around.Desk.Wake(site); // there is something new to decide on
            around.WakeEvaluators();
            return host;
        }
        finally
        {
            _submitting.Release();
        }
    }

    /// <summary>A site or a consent has changed.</summary>
    public void Wake(string site)
    {
        foreach (RunHost host in Of(site)) host.Wake();
        around.Desk.Wake(site);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RunHost host in _hosts.Values) await host.DisposeAsync();
        _submitting.Dispose();
    }

    private async Task<RunHost> StartAsync(RunSubmitted submitted, CancellationToken cancellation)
    {
        var host = new RunHost(around, submitted);
        _hosts[submitted.Run] = host;
        await host.StartAsync(cancellation);
        return host;
    }

    /// <summary>The sites of a job: those it names, or all that are enrolled to train.</summary>
    private string[] Roster(JobSpec job, List<Problem> problems)
    {
        string[] enrolled = [.. around.Journal.State.Sites.Values
            .Where(site => site is { Role: Roles.Site, Revoked: null }).Select(site => site.Site).Order(StringComparer.Ordinal)];
        string[] sites = job.Field.Sites is { } named ? [.. named] : enrolled;
        string[] strangers = [.. sites.Except(enrolled, StringComparer.Ordinal)];
        if (strangers.Length > 0)
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.field.sites",
                $"There is no enrolled site called {string.Join(", ", strangers.Select(site => $"'{site}'"))}, " +
                "so it would be waited for in vain. " +
                "Enrol it first, or leave it out."));
        if (sites.Length < job.MinimumCohort)
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.minimumCohort",
                $"The job wants at least {job.MinimumCohort} sites, and {sites.Length} would take part, so no round could open. " +
                "Enrol more sites, or ask for fewer."));
        return sites;
    }

    /// <summary>The job's name with a number behind it; the same where a submission is tried again.</summary>
    private static string NameOf(string job, string by, string? key)
    {
        string slug = string.Concat(job.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        if (slug.Length > LongestSlug) slug = slug[..LongestSlug].TrimEnd('-');
        byte[] number = key is null ? RandomNumberGenerator.GetBytes(4) : SHA256.HashData(Encoding.UTF8.GetBytes($"{by}\n{key}"));
        return $"{(slug.Length == 0 ? "run" : slug)}-{Convert.ToHexStringLower(number.AsSpan(0, 4))}";
    }
}
