using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Simulation;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary><c>evaluate MODEL --copies</c>: what text that a language model writes tells of the text that it learnt from.</summary>
internal static class TextEvaluation
{
    private const int Pieces = 20, Length = 200;

    /// <summary>Draws text, measures it and prints the figures.</summary>
    /// <param name="loader">Where data is.</param>
    /// <param name="file">A language model.</param>
    /// <param name="gpt">Its network.</param>
    /// <param name="on">The data of its training: the name of a set or a job file; null for what the model's file names.</param>
    /// <param name="bounds">What passes.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <param name="json">Whether the figures are printed as JSON.</param>
    /// <returns>The exit code.</returns>
    public static int Run(JobLoader loader, ModelFile file, Gpt gpt, string? on, TextBounds bounds, int threads, bool json)
    {
        ITokenizer tokenizer = file.Data.Tokenizer();
        (TextData training, TextData heldOut, IReadOnlyList<int[]> canaries) = Load(loader, file, tokenizer, on);
        if (bounds.Exposure is not null && canaries is [])
            throw new ProblemException(ProblemCodes.WrongCommandLine, "--exposure",
                "The training had no canaries that could be remembered. Name the job file with 'simulation.canaries' by --on.");
        var model = (LanguageModel)new StoredModel("gpt", gpt, file.Data, file.Parameters).Load(Evaluator.ChunkSize);
        model.Graph.Threads = threads;
        var random = new RandomStream(1);
        IReadOnlyList<int[]> drawn = TextMemorisation.Draw(model, TextSamples.Start(tokenizer), Pieces, Length, random.Derive("copies"));
        var memory = TextMemorisation.Measure(drawn, training, heldOut);
        CanaryExposure? remembered = canaries is [] ? null : CanaryExposure.Measure(model, canaries, random.Derive("candidates"));
        if (json) Console.WriteLine(Describe(memory, remembered).ToJsonString());
        else
        {
            Console.WriteLine($"{memory.Tokens:N0} drawn tokens beside {training.TokenCount:N0} of the training and "
                + $"{heldOut.TokenCount:N0} held out:");
            foreach (Measurement measured in TextMeasures.Describe(memory, remembered))
                Console.WriteLine($"  {measured.Name,-32} {measured.Value:0.0000}  {measured.Note}");
        }
        var problems = new List<Problem>();
        if (memory.Copied > bounds.Copied)
            problems.Add(new Problem(ProblemCodes.Memorised, "--gate",
                $"{memory.Copied:P1} of the drawn text is copied from the training in runs of {memory.Run} tokens or more, and "
                + $"{bounds.Copied:P1} is allowed: the model gives its training text away. Do not hand it out; train for fewer rounds, on "
                + "more text, or with 'privacy'."));
        if (remembered?.Mean > bounds.Exposure)
            problems.Add(new Problem(ProblemCodes.Memorised, "--exposure",
                $"Canaries have an exposure of {remembered.Mean:0.0} bits, and {bounds.Exposure:0.0} are allowed: the model remembers what "
                + "one client alone had. Do not hand it out; train for fewer rounds, or with 'privacy'."));
        foreach (Problem problem in problems) ProblemPrinter.Print(problem);
        return problems.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static (TextData Training, TextData HeldOut, IReadOnlyList<int[]> Canaries) Load(
        JobLoader loader, ModelFile file, ITokenizer tokenizer, string? on)
    {
        var problems = new List<Problem>();
        try
        {
            JobSpec? job = on?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true ? loader.Read(JobText.Read(on)) : null;
            Part part = job?.Data ?? (on is not null ? Part.Of(on) : file.Source) ?? throw new ProblemException(
                ProblemCodes.WrongCommandLine, "--on", "The model does not say where its data is. Name the job file.");
            IDataSource source = loader.Catalog.Data.Resolve(part, "--on", problems) ?? throw new ProblemException(problems);
            DataSplit split = source.With(tokenizer).Load(loader.Folder);
            if (job is not null)
            {
                IPartition partition = loader.Catalog.Partitions.Resolve(job.Partition, "$.partition", problems)
                    ?? throw new ProblemException(problems);
                Federation federation = CanaryFederation.Of(
                    job, Federation.Divide(split, partition, job.Holdout, JobStreams.Federation(job)));
                return ((TextData)federation.Pooled, (TextData)federation.Test, Canaries.Of(job, tokenizer.VocabularySize));
            }
            return split is { Train: TextData train, Test: TextData test } ? (train, test, []) : throw new ProblemException(
                ProblemCodes.WrongCommandLine, "--on",
                "The set has no part that was held out, beside which alone copies mean something. Name the job file.");
        }
        catch (DataException e)
        {
            throw new ProblemException(ProblemCodes.DataProblem, "--on", e.Message);
        }
    }

    private static JsonObject Describe(TextMemorisation memory, CanaryExposure? exposure) => new()
    {
        ["drawnTokens"] = memory.Tokens,
        ["run"] = memory.Run,
        ["copied"] = memory.Copied,
        ["chanceCopied"] = memory.ChanceCopied,
        ["longest"] = memory.Longest,
        ["longestHeldOut"] = memory.LongestHeldOut,
        ["exposure"] = exposure?.Mean,
        ["largestExposure"] = exposure?.Largest,
        ["largestPossibleExposure"] = exposure?.Limit,
    };
}
