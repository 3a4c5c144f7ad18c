namespace Tributary.Core;

/// <summary>The half of a stage that runs at a client, for one round.</summary>
public interface IClientStage
{
    /// <summary>Before training: exchange keys, agree on parameters.</summary>
    ValueTask JoinAsync(CancellationToken cancellation) => default;

    /// <summary>On the update; may change <paramref name="input"/> in place.</summary>
    ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation) => new(input);

    /// <summary>After the upload: reveal shares, check the aggregate, commit what the vault keeps.</summary>
    ValueTask SettleAsync(CancellationToken cancellation) => default;
}
