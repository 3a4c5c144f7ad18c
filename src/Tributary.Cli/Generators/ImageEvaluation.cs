using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// <c>evaluate MODEL --count N</c> of a generator of pictures: what they are worth, and what they tell of the pictures that it learnt from.
/// </summary>
internal static class ImageEvaluation
{
    /// <summary>How many pictures are drawn where a gate is given and no number.</summary>
    public const int UsualCount = 1000;

    /// <summary>Draws pictures and measures them.</summary>
    /// <param name="stored">The generator.</param>
    /// <param name="sampler">How pictures are drawn.</param>
    /// <param name="count">How many, the classes in turn.</param>
    /// <param name="data">What it learnt from, and what was held out.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <returns>The figures in words and as JSON, and what the gate looks at.</returns>
    public static (IReadOnlyList<Measurement> Words, JsonObject Json, ImageMemorisation Memorisation) Measure(
        StoredModel stored, FlowSampler sampler, int count, (LabelledData Training, LabelledData HeldOut) data, int threads)
    {
        var random = new RandomStream(1).Derive("evaluate");
        int[] classes = [.. Enumerable.Range(0, count).Select(i => i % stored.Data.Classes)];
        var models = new Pool<Model>(() => stored.Load(Evaluator.ChunkSize));
        float[][] images = GeneratedImages.Draw(models, stored.Parameters, sampler, classes, random.Derive("images"), threads);
        var memorisation = ImageMemorisation.Measure(data.Training, data.HeldOut, images, random.Derive("memorisation"), threads);
        var words = new List<Measurement>();
        var json = new JsonObject { ["pictures"] = count };
        if (stored.Data.Classes > 1)
        {
            var classifier = ImageClassifier.Train(data.Training, random.Derive("classifier"), threads);
            double onReal = classifier.Accuracy(data.HeldOut);
            var quality = ImageQuality.Measure(classifier, data.HeldOut, images, classes, threads);
            double onGenerated = ImageQuality.TrainOnGenerated(images, classes, data.HeldOut, random.Derive("classifier"), threads);
            words.AddRange(ImageSamples.Describe(quality, classifier, onReal));
            words.Add(new Measurement("train on generated, test on real", onGenerated, IsShare: true,
                $"accuracy of the same classifier trained on the generated images; on real ones it comes to {onReal:P1}"));
            json["classifier"] = classifier.Digest;
            json["accuracyOnReal"] = onReal;
            json["accuracyOnGenerated"] = onGenerated;
            json["recognised"] = quality.Recognised;
            json["frechetDistance"] = quality.Frechet;
            json["kernelDistance"] = quality.Kernel;
            json["precision"] = quality.Manifolds.Precision;
            json["recall"] = quality.Manifolds.Recall;
        }
        words.AddRange(ImageSamples.Describe(memorisation));
        json["distanceToTraining"] = memorisation.DistanceToTraining;
        json["distanceOfHeldOut"] = memorisation.DistanceOfHeldOut;
        json["copies"] = memorisation.Copies;
        json["memorisedShare"] = memorisation.MemorisedShare;
        json["memorisedShareError"] = memorisation.StandardError;
        return (words, json, memorisation);
    }

    /// <summary>What keeps pictures back, or null where they may go out.</summary>
    /// <param name="memorisation">What was measured.</param>
    /// <param name="bound">The largest share that passes.</param>
    public static Problem? Objection(ImageMemorisation memorisation, double bound) => memorisation.MemorisedShare <= bound
        ? null
        : new Problem(ProblemCodes.PicturesMemorised, "--gate",
            $"A share of {memorisation.MemorisedShare:0.000} of the generated images is nearer to the training than chance has it, and "
            + $"{bound:0.000} is allowed: they show what sites have. Do not hand the generator out; train it for fewer rounds, with more "
            + "images, or with 'local.privacy'.");

    /// <summary>The training and the held-out part of a set, or of a job file's federation.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public static (LabelledData Training, LabelledData HeldOut) Load(JobLoader loader, Part source, string? on)
    {
        var problems = new List<Problem>();
        try
        {
            if (on?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true)
            {
                JobSpec job = loader.Read(JobText.Read(on));
                IDataSource? declared = loader.Catalog.Data.Resolve(job.Data, "$.data", problems);
                IPartition? partition = loader.Catalog.Partitions.Resolve(job.Partition, "$.partition", problems);
                if (declared is null || partition is null) throw new ProblemException(problems);
                var federation = Federation.Divide(declared.Load(loader.Folder), partition, job.Holdout, JobStreams.Federation(job));
                return (Labelled(federation.Pooled), Labelled(federation.Test));
            }
            IDataSource set = loader.Catalog.Data.Resolve(source, "--on", problems) ?? throw new ProblemException(problems);
            DataSplit split = set.Load(loader.Folder);
            Dataset heldOut = split.Test ?? throw new ProblemException(ProblemCodes.WrongCommandLine, "--on",
                $"The set '{source.Use}' has no test part, and images are measured beside some that were held out. Name the job file.");
            return (Labelled(split.Train), Labelled(heldOut));
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.DataProblem, "--on", e.Message);
        }
    }

    private static LabelledData Labelled(Dataset data) =>
        data as LabelledData ?? throw new DataException("The data has no images. Name the set that the generator learnt from.");
}
