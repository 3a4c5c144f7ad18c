using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// Where an agent and the people at its site meet: jobs that wait lie in <c>offers</c>, what was decided in <c>approvals</c>, until the
/// agent takes it into its journal.
/// </summary>
/// <param name="folder">The site's folder.</param>
public sealed class Decisions(string folder)
{
    private const string Ending = ".json";

    private readonly string _offers = Path.Combine(folder, "offers"), _decided = Path.Combine(folder, "approvals");

    /// <summary>The runs that wait for a person.</summary>
    public IReadOnlyList<string> Waiting => Directory.Exists(_offers)
        ? [.. Directory.GetFiles(_offers, "*" + Ending).Select(file => Path.GetFileNameWithoutExtension(file)).Order()]
        : [];

    /// <summary>The job of a run that waits.</summary>
    /// <exception cref="SiteException">No such run waits.</exception>
    public string ReadOffer(string run)
    {
        if (SiteName.IsValid(run) && File.Exists(OfferPath(run))) return File.ReadAllText(OfferPath(run));
        throw new SiteException(ProblemCodes.WrongCommandLine, "RUN",
            $"No run '{run}' waits for a decision here. {(Waiting is [] ? "None does." : $"Waiting: {string.Join(", ", Waiting)}.")}");
    }

    /// <summary>Decides on a run that waits; the agent acts on it the next time it looks.</summary>
    /// <param name="run">The run.</param>
    /// <param name="approved">Whether the site takes part.</param>
    /// <param name="by">The person.</param>
    /// <param name="reason">Why not.</param>
    /// <exception cref="SiteException">No such run waits.</exception>
    public void Decide(string run, bool approved, string by, string? reason = null)
    {
        ReadOffer(run);
        var job = BlobId.Of(File.ReadAllBytes(OfferPath(run)));
        FolderFile.CreateFolder(_decided);
        FolderFile.Write(
            DecisionPath(run),
            JsonSerializer.SerializeToUtf8Bytes(new Decision(run, job, approved, by, reason), AgentJson.Default.Decision));
    }

    /// <summary>Puts a job where people find it.</summary>
    internal void Offer(string run, ReadOnlyMemory<byte> job)
    {
        FolderFile.CreateFolder(_offers);
        if (!File.Exists(OfferPath(run))) FolderFile.Write(OfferPath(run), job.Span);
    }

    /// <summary>What was decided about a run, or null.</summary>
    internal Decision? Find(string run)
    {
        try
        {
            return File.Exists(DecisionPath(run))
                ? JsonSerializer.Deserialize(File.ReadAllBytes(DecisionPath(run)), AgentJson.Default.Decision)
                : null;
        }
        catch (JsonException)
        {
            return null; // nothing was decided by a file that cannot be read
        }
    }

    /// <summary>Forgets a run that waits no longer.</summary>
    internal void Forget(string run)
    {
        if (File.Exists(OfferPath(run))) File.Delete(OfferPath(run));
        if (File.Exists(DecisionPath(run))) File.Delete(DecisionPath(run));
    }

    private string OfferPath(string run) => Path.Combine(_offers, run + Ending);

    private string DecisionPath(string run) => Path.Combine(_decided, run + Ending);
}
