using Tributary.Core;
using Tributary.Models;
using Tributary.Protocol;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Agent;

/// <summary>One run whose models this site measures: on its test part where its data has one, else on all of it.</summary>
internal sealed class EvaluationRun
{
    private readonly string _run;
    private readonly JobSpec _job;
    private readonly AgentJournal _journal;
    private readonly Dataset _data;
    private readonly Evaluator _evaluator;
    private readonly ParameterLayout _layout;
    private readonly int _roundsBefore;
    private int _measured;

    /// <summary>Makes a run ready.</summary>
    /// <param name="member">The evaluator's part in it.</param>
    /// <param name="job">The job, with the evaluator's data.</param>
    /// <param name="modelFile">The file of the initial model.</param>
    /// <param name="models">The models it may name.</param>
    /// <param name="journal">Keeps the model that was fetched last.</param>
    /// <param name="threads">How many threads measure; the bits are the same for any number.</param>
    /// <exception cref="SiteException">The data is not what the model is for.</exception>
    public EvaluationRun(
        MemberState member, SiteJob job, ReadOnlyMemory<byte> modelFile, Registry<IArchitecture> models, AgentJournal journal, int threads)
    {
        _run = member.Run;
        _job = job.Spec;
        _journal = journal;
        _data = job.Data.Test ?? job.Data.Train;
        _roundsBefore = job.Questions.Count - 1; // training is the last question, and the others are asked once
        try
        {
            (ModelFile file, _) = ModelFile.Read(modelFile, "the initial model", models);
            if (job.MisfitOf(file) is { } misfit)
                throw new SiteException(ProblemCodes.SiteConfiguration, "$.data",
                    $"{misfit} The evaluator would measure something else than the job means.");
            _layout = file.Parameters.Layout;
            _evaluator = new Evaluator(new Pool<Model>(job.Model.BuildForEvaluation), threads);
        }
        catch (Exception e) when (e is SafetensorsException or DataException or TensorException or ArgumentException)
        {
            throw new SiteException(ProblemCodes.SiteConfiguration, "$.model", e.Message, e);
        }
    }

    /// <summary>Measures the published model and tells what came out, where that is due.</summary>
    /// <returns>What was told, or null where nothing was due or another model was published meanwhile.</returns>
    public async ValueTask<EvaluationMessage?> MeasureAsync(ICoordinatorService service, CancellationToken cancellation)
    {
        ModelMessage model = await service.ReadModelAsync(_run, cancellation);
        int trained = model.Version - _roundsBefore;
        if (!IsDue(trained)) return null;
        BlobId? previous = _journal.State.Runs[_run].Model;
        try
        {
            await service.DownloadAsync(model.Parameters, previous, cancellation);
        }
        catch (ProtocolException e) when (e.Problem.Code == ProblemCodes.NotFound)
        {
            return null; // the next model has taken its place
        }
        if (previous != model.Parameters)
            await _journal.AppendAsync(new ModelFetched(_journal.Now, _run, model.Parameters), cancellation);
        ReadOnlyMemory<byte> content = await _journal.Blobs.GetAsync(model.Parameters, cancellation);
        ParameterSet parameters = SafetensorsReader.Read(content).ToParameters(_layout);
        // No target can be held against what is not finite; the others still say something.
        var metrics = _evaluator.Evaluate(parameters, _data).Where(metric => double.IsFinite(metric.Value)).ToDictionary();
        var evaluation = new EvaluationMessage(model.Version, metrics);
        try
        {
            if (metrics.Count > 0) await service.EvaluateAsync(_run, evaluation, cancellation);
        }
        catch (ProtocolException e) when (e.Problem is { Status: 409, Code: ProblemCodes.MalformedRequest })
        {
            return null; // the same
        }
        _measured = trained;
        return metrics.Count > 0 ? evaluation : null;
    }

    /// <summary>Every so many rounds of training and after the last; one that was missed is made up for by the next.</summary>
    private bool IsDue(int trained) =>
        trained > _measured && (trained / _job.Evaluate.Every > _measured / _job.Evaluate.Every || trained == _job.Rounds);
}
