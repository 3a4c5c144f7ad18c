using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>What simulations do and the field does not.</summary>
public static class FieldSupport
{
    /// <summary>Everything in a job that only a simulation does.</summary>
    /// <param name="job">The job.</param>
    /// <param name="architecture">What it trains.</param>
    public static IEnumerable<Problem> Problems(JobSpec job, IArchitecture architecture)
    {
        if (architecture is DpMerf)
            yield return new Problem(ProblemCodes.NotForTheField, "$.model",
                $"The generator '{job.Model.Use}' is fitted by the coordinator, and a coordinator of the field trains no networks: nothing "
                + "would be made. Simulate the job, or train a generator such as 'flow'.");
        if (architecture is ICountedArchitecture { Epsilon: not null, SecretNoise: false })
            yield return new Problem(ProblemCodes.NotForTheField, "$.model.secretNoise",
                "The noise of epsilon would come from the job's seed, which everybody knows who has the job, and who knows it can take the "
                + "noise away. Write \"secretNoise\": true.");
        if (job.Balance is not null)
            yield return new Problem(ProblemCodes.NotForTheField, "$.balance",
                "Making a generator and training with what it draws are two runs, and the field does one run a job: sites would train "
                + "without the generated examples. Simulate the job, or leave 'balance' out.");
    }
}
