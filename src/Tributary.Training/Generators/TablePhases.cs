using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>What a job asks that makes a generator of tables, or anything else.</summary>
public static class TablePhases
{
    /// <summary>The names of the questions of a job, in order.</summary>
    /// <param name="job">The job.</param>
    /// <param name="architecture">What it makes.</param>
    public static IReadOnlyList<string> Names(JobSpec job, IArchitecture architecture) => architecture switch
    {
        IMarginalArchitecture => [HistogramsPhase.Histograms, MarginalsPhase.Marginals],
        ICountedArchitecture => [HistogramsPhase.Histograms, ScoresPhase.Scores],
        ITableArchitecture => [HistogramsPhase.Histograms, .. JobPhases.Questions(job)],
        _ => JobPhases.Questions(job),
    };

    /// <summary>The questions of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="model">What it makes; a generator of tables asks of its own.</param>
    public static JobQuestions Of(JobSpec job, Composition parts, Model model)
    {
        RandomStream noise = new RandomStream(job.Seed).Derive("noise");
        if (model is ITableModel { Counted: { } counted } sums)
        {
            var budget = MarginalBudget.Of(counted, sums.Histogram.Shape);
            return new JobQuestions
            {
                Phases =
                [
                    new HistogramsPhase(sums.Histogram, budget, parts, noise),
                    sums.Marginals is { } marginals
                        ? new MarginalsPhase(marginals, parts, noise) : new ScoresPhase(sums.Histogram, budget, parts, noise),
                ],
                Names = Names(job, counted),
            };
        }
        var trained = JobQuestions.Of(job, parts, model.Parameters.Layout);
        if (model is not ITableModel table) return trained;
        // Stages of a trained model are fitted to its changes; counts of rows go past them, as column statistics do.
        var first = new HistogramsPhase(table.Histogram, null, parts with { Pipeline = new Pipeline() }, noise);
        return trained with { Phases = [first, .. trained.Phases], Names = [HistogramsPhase.Histograms, .. trained.Names] };
    }

    /// <summary>The questions of a job whose initial model is a generator of tables, for a coordinator that knows no networks.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="modelFile">The file of the initial model.</param>
    /// <param name="models">The models it may name.</param>
    /// <returns>The questions, or null where the model is none of tables.</returns>
    /// <exception cref="ProblemException">The file is broken, or its model none for its data.</exception>
    public static JobQuestions? OfFile(JobSpec job, Composition parts, ReadOnlyMemory<byte> modelFile, Registry<IArchitecture> models)
    {
        if (models.Resolve(job.Model, "$.model", []) is not ITableArchitecture) return null;
        try
        {
            (ModelFile file, IArchitecture architecture) = ModelFile.Read(modelFile, "the initial model", models);
            if (!file.Model.Equals(job.Model))
                throw new ProblemException(ProblemCodes.NotForTheField, "$.model",
                    "The initial model is described otherwise than the job's model, so something else would be counted. Submit them "
                    + "together.");
            return Of(job, parts, architecture.Build(file.Data, 1, new RandomStream(0)));
        }
        catch (Exception e) when (e is SafetensorsException or DataException or TensorException)
        {
            throw new ProblemException(ProblemCodes.NotForTheField, "$.model",
                $"The generator of tables cannot be made from the initial model: {e.Message}");
        }
    }
}
