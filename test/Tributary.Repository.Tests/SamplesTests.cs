using System.Text.RegularExpressions;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Repository.Tests;

/// <summary>Every job that is shipped as an example, and every job that a document shows, is one that the program accepts.</summary>
public sealed class SamplesTests
{
    private static readonly TrainingCatalog _catalog = new();

    /// <summary>All jobs; beside those of the field lie the configurations of their sites.</summary>
    public static TheoryData<string> Jobs =>
        [.. Checkout.Files("samples", "*.json").Where(path => Path.GetFileName(path) != "site.json")];

    /// <summary>Those that a simulation can run as they are: in the field every site maps its own file.</summary>
    public static TheoryData<string> Simulated =>
        [.. Checkout.Files("samples", "*.json").Where(path => !path.Contains("/field/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Every_sample_is_read_and_resolved_without_a_problem(string path)
    {
        Assert.Empty(ProblemsOf(Checkout.Read(path)));
    }

    [Theory]
    [MemberData(nameof(Simulated))]
    public void Every_sample_can_be_planned_on_its_data(string path)
    {
        using var folder = new TemporaryFolder();
        string text = WithCheckpoint(Checkout.Read(path), folder);
        var problems = new List<Problem>();
        JobSpec job = JobReader.Read(text, _catalog.Jobs, problems)!;
        new JobPlanner(_catalog, DataOf(job)).Plan(job, text, problems);
        Assert.Empty(problems);
    }

    private static DataFolder DataOf(JobSpec job) => new(
        DataFolder.Shipped.Contains(job.Data.Use) ? null : Path.GetDirectoryName(SharedData.PathOrSkip($"data/{job.Data.Use}")));

    /// <summary>A job that begins with the checkpoint of another sample begins with one that was not trained.</summary>
    private static string WithCheckpoint(string text, TemporaryFolder folder)
    {
        if (Regex.Match(text, "\"(checkpoints/([a-z-]+))\"") is not { Success: true } named) return text;
        string origin = Checkout.Read($"samples/{named.Groups[2].Value}.json");
        var problems = new List<Problem>();
        JobSpec job = JobReader.Read(origin, _catalog.Jobs, problems)!;
        PlannedJob planned = new JobPlanner(_catalog, DataOf(job)).Plan(job, origin, problems)!;
        string checkpoint = Path.Combine(folder.Path, "checkpoint");
        HuggingFaceExport.Write(checkpoint, (Gpt)planned.Architecture, planned.Initial, planned.Shape);
        return text.Replace($"\"{named.Groups[1].Value}\"", $"\"{checkpoint.Replace('\\', '/')}\"", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_job_in_a_document_is_read_and_resolved_without_a_problem()
    {
        string[] jobs = [.. Documents.Snippets("json").Where(json => json.Contains("\"rounds\"", StringComparison.Ordinal))];
        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.Empty(ProblemsOf(job)));
    }

    private static List<Problem> ProblemsOf(string text)
    {
        var problems = new List<Problem>();
        if (JobReader.Read(text, _catalog.Jobs, problems) is not { } job) return problems;
        _catalog.Data.Resolve(job.Data, "$.data", problems);
        _catalog.Partitions.Resolve(job.Partition, "$.partition", problems);
        _catalog.Models.Resolve(job.Model, "$.model", problems);
        SpeedCatalog.Speeds.Resolve(job.Simulation.Speed, "$.simulation.speed", problems);
        _catalog.Jobs.Compose(job, problems);
        return problems;
    }
}
