using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>The streams of random numbers that follow from a job's seed: the same in a simulation and at every site of the field.</summary>
public static class JobStreams
{
    /// <summary>What first values of a model are drawn from.</summary>
    public static RandomStream Initialization(JobSpec job) => new RandomStream(job.Seed).Derive("initial");

    /// <summary>What decides which examples are whose, and which of them are held back.</summary>
    public static RandomStream Federation(JobSpec job) => new RandomStream(job.Seed).Derive("federation");

    /// <summary>A client's own stream.</summary>
    /// <param name="job">The job.</param>
    /// <param name="number">The site's place in the federation, from zero.</param>
    public static RandomStream Client(JobSpec job, int number) => new RandomStream(job.Seed).Derive("client", number);
}
