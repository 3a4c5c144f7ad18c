using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>A job ready to be submitted: its text, and the file of the model that all sites start from.</summary>
/// <param name="Text">The job as it was written.</param>
/// <param name="Model">The file of the initial model.</param>
internal sealed record FieldSubmission(string Text, byte[] Model)
{
    /// <summary>Finds every part of a job, and builds its model from the shape that the job declares, or that sample data has.</summary>
    /// <exception cref="ProblemException">Everything that is wrong.</exception>
    public static FieldSubmission Prepare(JobLoader loader, string text)
    {
        JobSpec job = loader.Read(text);
        var problems = new List<Problem>();
        IDataSource? source = loader.Catalog.Data.Resolve(job.Data, "$.data", problems);
        ModelStart? start = ModelStart.Find(job, loader.Catalog.Models, problems);
        Composition? parts = loader.Catalog.Jobs.Compose(job, problems);
        if (start is not null && parts is not null)
            problems.AddRange(AdapterRanks.Check(job, start.Architecture, parts.Strategy, job.Field.Sites?.Count));
        if (job.LargestWeight is null && job.WeighsByExamples())
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.largestWeight",
                "Sites are weighed by their examples, and in the field nobody knows how many the largest has. " +
                "Give 'largestWeight', or weigh uniformly."));
        if (source is { LearnsTokens: true })
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.data.tokenizer",
                "A tokenizer learnt from the sites' texts is made of pieces of them, and every site would learn another. Learn one from " +
                "text that everybody may read ('tributary tokenizer train'), give it to the sites, and name it with 'file'."));
        if (start is not null) problems.AddRange(FieldSupport.Problems(start.Job, start.Architecture));
        if (start?.Architecture is ITableArchitecture && source is { DeclaredRows: null })
            problems.Add(new Problem(ProblemCodes.NotForTheField, "$.data",
                "A generator of tables in the field counts the same cells at every site, so the job must say what they are. Declare the "
                + "columns ('table'), with 'minimum' and 'maximum' of every number."));
        if (source is null || start is null || parts is null || problems.Count > 0) throw new ProblemException(problems);
        // Sites have no such folder: what they are sent, and agree to, says the layout itself.
        if (start.Checkpoint is not null) text = JobText.With(text, "model", JsonNode.Parse(start.Job.Model.ToString())!);
        job = start.Job;
        DataShape shape = start.Architecture is ITableArchitecture ? source.DeclaredRows!
            : (source.Declared ?? Measure(source, loader)) with { Normalize = job.Normalize };
        try
        {
            Model model = new JobModel(job, start.Architecture, shape, parts.Local).Build();
            problems.AddRange(SumsJobCheck.Of(job, model, parts));
            if (problems.Count > 0) throw new ProblemException(problems);
            var file = new ModelFile(job.Model, ModelFile.SourceOf(job.Data), shape, start.InitialOf(model, shape));
            return new FieldSubmission(text, file.ToBytes());
        }
        catch (CheckpointException e)
        {
            throw new ProblemException([CheckpointProblem.Of(e, "$.model.from")]);
        }
        catch (Exception e) when (e is DataException or Tensors.TensorException)
        {
            throw new ProblemException(ProblemCodes.DataProblem, "$.model", $"The model does not fit the data: {e.Message}");
        }
    }

    private static DataShape Measure(IDataSource source, JobLoader loader)
    {
        try
        {
            return DataShape.Of(source.Load(loader.Folder).Train, normalize: false);
        }
        catch (TokenizerException e)
        {
            throw new ProblemException(TokenizerProblems.CodeOf(e), "$.data.tokenizer", e.Message);
        }
        catch (DataException e)
        {
            throw new ProblemException(
                ProblemCodes.NotForTheField, "$.data",
                $"The job does not declare what an example looks like, and there is no sample to see it from: {e.Message} " +
                "Declare the columns ('table'), or name a folder with data of the same shape with --data.");
        }
    }
}
