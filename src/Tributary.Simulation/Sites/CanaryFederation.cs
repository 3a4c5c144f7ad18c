using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Puts a job's canaries into the training text of one of its clients.</summary>
public static class CanaryFederation
{
    private const string Path = "$.simulation.canaries";

    /// <summary>The federation with the canaries in it, or as it was where the job asks for none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="federation">Its sites.</param>
    /// <exception cref="ProblemException">The job has no text, or no such client.</exception>
    public static Federation Of(JobSpec job, Federation federation)
    {
        if (job.Simulation.Canaries is not { } options) return federation;
        int number = (options.Client ?? 1) - 1;
        if (number >= federation.Sites.Count)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, $"{Path}.client",
                $"There is no client {number + 1}: the job has {federation.Sites.Count}. Name one of them.");
        Site site = federation.Sites[number];
        if (site.Train is not TextData text)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, Path,
                "Canaries are sequences of tokens, and this data is no text. Leave 'canaries' out.");
        TextData mixed = Canaries.PutInto(
            text, Canaries.Of(job, text.Tokenizer.VocabularySize), options.Times, new RandomStream(job.Seed).Derive("canary places"));
        Site[] sites = [.. federation.Sites];
        sites[number] = site with { Train = mixed };
        return federation with { Sites = sites, Pooled = TextData.Concat([.. sites.Select(one => (TextData)one.Train)]) };
    }
}
