namespace Tributary.Core;

/// <summary>The half of a stage that runs at a client, for one round.</summary>
public interface IClientStage
{
    /// <summary>Before training: exchange keys, agree on parameters.</summary>
    ValueTask JoinAsync(CancellationToken cancellation) => default;

    /// <summary>On the update; may change <paramref name="input"/> in place.</summary>
    ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation) => new(input);

    /// <summary>
    /// What travels beside the update for all to see, or null; read after <see cref="EncodeAsync"/>. As long as the plan's
    /// <see cref="UpdateSpec.Note"/> says.
    /// </summary>
    ReadOnlyMemory<byte>? Note => null;

    /// <summary>After the upload: reveal shares, check the aggregate, commit what the vault keeps.</summary>
    ValueTask SettleAsync(CancellationToken cancellation) => default;
}
