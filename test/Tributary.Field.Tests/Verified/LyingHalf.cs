using Tributary.Core;
using Tributary.Security;

namespace Tributary.Field.Tests;

/// <summary>The coordinator's half of <c>commit</c> that leaves out what it is told to, and publishes something else than it added up.</summary>
/// <param name="honest">What it does otherwise.</param>
/// <param name="lie">What becomes of the document.</param>
/// <param name="omits">Whose updates it does not count, where it reads single ones.</param>
internal sealed class LyingHalf(IServerStage honest, Func<CommittedSum, CommittedSum> lie, Func<ClientId, bool> omits) : IServerStage
{
    public ReadOnlyMemory<byte>? Document => honest.Document is { } document ? lie(CommittedSum.Read(document)).ToBytes() : null;

    public void Note(ClientId from, ReadOnlyMemory<byte> note) => honest.Note(from, note);

    public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation) =>
        honest.DecodeAsync(input, from, cancellation);

    public void Count(IReadOnlyList<ClientId> from)
    {
        if (!from.Any(omits)) honest.Count(from);
    }
}
