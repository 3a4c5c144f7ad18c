using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>Reads and plans jobs, with what the command line overrides.</summary>
/// <param name="data">The data folder, or null for the one the environment names.</param>
internal sealed class JobLoader(string? data)
{
    /// <summary>The data folder that was named, or null.</summary>
    public string? Data => data;

    /// <summary>The names that jobs may use.</summary>
    public TrainingCatalog Catalog { get; } = MakeCatalog();

    /// <summary>Where named data is looked for.</summary>
    public DataFolder Folder { get; } = new(data);

    /// <summary>Plans a job.</summary>
    /// <param name="text">The job as it was written.</param>
    /// <param name="seed">Another seed, or null.</param>
    /// <param name="rounds">Another number of rounds, or null.</param>
    /// <exception cref="ProblemException">Everything that is wrong with it.</exception>
    public PlannedJob Plan(string text, ulong? seed = null, int? rounds = null)
    {
        if (rounds < 1)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--rounds", $"{rounds} rounds train nothing. Ask for at least one.");
        JobSpec job = Read(text);
        job = job with { Seed = seed ?? job.Seed, Rounds = rounds ?? job.Rounds };
        var problems = new List<Problem>();
        return new JobPlanner(Catalog, Folder).Plan(job, text, problems) ?? throw new ProblemException(problems);
    }

    /// <summary>Reads a job without looking at its data.</summary>
    /// <exception cref="ProblemException">Everything that is wrong with it.</exception>
    public JobSpec Read(string text)
    {
        var problems = new List<Problem>();
        string local = RemoteParts.Localize(text, new DownloadCache());
        return JobReader.Read(local, Catalog.Jobs, problems) ?? throw new ProblemException(problems);
    }

    private static TrainingCatalog MakeCatalog()
    {
        var catalog = new TrainingCatalog();
        catalog.Jobs.Put("$.simulation.speed", SpeedCatalog.Speeds);
        return catalog;
    }
}
