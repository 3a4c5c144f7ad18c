using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>What a site signs with an update: that it, and nobody else, sent this body in answer to this round.</summary>
public sealed class UpdateStatement(RoundId round, ClientId client, BlobId body, long length)
    : Statement(string.Create(null, $"tributary update v1\n{round.Run}\n{round.Number}\n{client}\n{body}\n{length}\n"));
