using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Core;

/// <summary>Reads jobs and finds everything that is wrong with them at once.</summary>
public static class JobReader
{
    /// <summary>A job whose optional options have their defaults.</summary>
    internal static JsonObject Defaults { get; } = JsonSerializer.SerializeToNode(
        new JobSpec { Name = "job", Data = Part.Of("data"), Partition = Part.Of("partition"), Model = Part.Of("model"), Rounds = 1 },
        CoreJson.Default.JobSpec)!.AsObject();

    /// <summary>Reads a job file.</summary>
    /// <inheritdoc cref="Read" path="/param[@name='catalog']|/param[@name='problems']|/returns"/>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The names the job may use.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    public static JobSpec? ReadFile(string path, Catalog catalog, ICollection<Problem> problems)
    {
        try
        {
            return Read(File.ReadAllText(path), catalog, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string why = e is FileNotFoundException or DirectoryNotFoundException ? "is not there" : "cannot be opened";
            problems.Add(new Problem(ProblemCodes.JobCannotBeRead, "$",
                $"The job file '{path}' {why}, so nothing can run. Check the path and the permissions."));
            return null;
        }
    }

    /// <summary>Reads a job, with defaults for what it leaves out.</summary>
    /// <param name="json">The text of the job.</param>
    /// <param name="catalog">The names the job may use.</param>
    /// <param name="problems">Takes everything that is wrong.</param>
    /// <returns>The job, or null where there is a problem.</returns>
    public static JobSpec? Read(string json, Catalog catalog, ICollection<Problem> problems)
    {
        try
        {
            using JsonDocument document = JsonSyntax.Parse(json);
            return ReadRoot(document.RootElement, catalog, problems);
        }
        catch (JsonException e)
        {
            problems.Add(new Problem(ProblemCodes.JobIsNotJson, "$", JsonSyntax.Describe("The job", json, e)));
            return null;
        }
    }

    private static JobSpec? ReadRoot(JsonElement job, Catalog catalog, ICollection<Problem> problems)
    {
        if (job.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(
                ProblemCodes.WrongKindOfValue, "$", $"A job is an object in curly braces, got {ValueWords.Describe(job)}."));
            return null;
        }
        int before = problems.Count;
        JsonObject complete = new OptionReader(problems, catalog.Slots).ReadObject(job, CoreJson.Default.JobSpec, Defaults, "$");
        return problems.Count > before ? null : complete.Deserialize(CoreJson.Default.JobSpec);
    }
}
