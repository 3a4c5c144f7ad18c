using Tributary.Core;
using Tributary.Security;

namespace Tributary.Field.Tests;

/// <summary><c>commit</c> at a coordinator that publishes no proof.</summary>
internal sealed class SilentStage : IStage
{
    private readonly Commit _honest = new();

    public string Name => _honest.Name;

    public PayloadKind? Takes => _honest.Takes;

    public StagePlan Plan(UpdateSpec input)
    {
        StagePlan plan = _honest.Plan(input);
        return plan with { Server = round => new Half(plan.Server(round)) };
    }

    private sealed class Half(IServerStage honest) : IServerStage
    {
        public void Note(ClientId from, ReadOnlyMemory<byte> note) => honest.Note(from, note);

        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation) =>
            honest.DecodeAsync(input, from, cancellation);

        public void Count(IReadOnlyList<ClientId> from) => honest.Count(from);
    }
}
