namespace Tributary.Core.Tests;

/// <summary>Stands in for additive encryption: adds a key that the holder takes away from the sum, once for each client in it.</summary>
internal sealed record ToyCipher : IStage
{
    private const ulong Key = 0x9E3779B97F4A7C15;

    public string Name => "toy-cipher";

    public PayloadKind? Takes => PayloadKind.Ring;

    public StagePlan Plan(UpdateSpec input) => new(input with { GroupSize = input.Cohort }, Decoding.Sum, _ => new Client(), _ => new Server());

    private sealed class Client : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            foreach (ref ulong word in ((RingPayload)input).Words.AsSpan()) word += Key;
            return new(input);
        }
    }

    private sealed class Server : IServerStage
    {
        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            foreach (ref ulong word in ((RingPayload)input).Words.AsSpan()) word -= Key * (ulong)from.Count;
            return new(input);
        }
    }
}
