namespace Tributary.Core;

/// <summary>One client's way through the stages in one round.</summary>
public sealed class ClientSession
{
    private readonly PlannedPipeline _pipeline;
    private readonly ClientContext _context;
    private readonly IClientStage[] _stages;

    internal ClientSession(PlannedPipeline pipeline, ClientContext context)
    {
        _pipeline = pipeline;
        _context = context;
        _stages = [.. pipeline.Stages.Select(stage => stage.Plan.Client(context))];
    }

    /// <summary>Before training.</summary>
    public async ValueTask JoinAsync(CancellationToken cancellation = default)
    {
        foreach (IClientStage stage in _stages) await stage.JoinAsync(cancellation);
    }

    /// <summary>Turns the raw update into what travels; consumes <paramref name="update"/>.</summary>
    public async ValueTask<Payload> EncodeAsync(RealPayload update, CancellationToken cancellation = default)
    {
        Payload payload = update;
        foreach (IClientStage stage in _stages) payload = await stage.EncodeAsync(payload, cancellation);
        return payload;
    }

    /// <summary>Answers a step of the round over its channel; a client that the step does not ask says nothing.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="KeeperException">The client must not answer, or cannot.</exception>
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation = default)
    {
        StepPlan step = _pipeline.Find(question.Step, closed: question.Included is not null)?.Plan
            ?? throw new KeeperException(ProblemCodes.StepUnknown,
                $"The coordinator asks for the step '{question.Step}' of round {_context.Round.Round}, and the job has none of that name " +
                $"{(question.Included is null ? "before the update" : "after the close")}: what an answer would tell is unknown. " +
                "This site does not answer. Ask who runs the coordinator.");
        if (step.Members(_context.Round, _context.Round.GroupOf(_context.Client)).Contains(_context.Client))
            await step.Client(_context).AnswerAsync(question, cancellation);
    }

    /// <summary>After the upload was accepted, and what the stages stored is in the vault.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellation = default)
    {
        foreach (IClientStage stage in _stages) await stage.SettleAsync(cancellation);
    }
}
