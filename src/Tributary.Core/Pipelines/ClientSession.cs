namespace Tributary.Core;

/// <summary>One client's way through the stages in one round.</summary>
public sealed class ClientSession
{
    private readonly IClientStage[] _stages;

    internal ClientSession(PlannedPipeline pipeline, ClientContext context) =>
        _stages = [.. pipeline.Stages.Select(stage => stage.Plan.Client(context))];

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

    /// <summary>After the upload was accepted, and what the stages stored is in the vault.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellation = default)
    {
        foreach (IClientStage stage in _stages) await stage.SettleAsync(cancellation);
    }
}
