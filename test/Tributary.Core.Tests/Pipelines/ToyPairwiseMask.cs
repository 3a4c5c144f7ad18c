using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>Masks that cancel within a group, from public seeds: the algebra of secure aggregation without its security.</summary>
internal sealed record ToyPairwiseMask(int? Size = null) : IStage
{
    public string Name => "pairwise-mask";

    public PayloadKind? Takes => PayloadKind.Ring;

    public StagePlan Plan(UpdateSpec input) => new(
        input with { GroupSize = Size ?? input.Cohort }, Decoding.Sum, context => new Client(context), _ => Unchanged.Instance);

    private sealed class Client(ClientContext context) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            ulong[] words = ((RingPayload)input).Words;
            ClientId[] group = [.. context.Round.Groups.Single(group => group.Members.Contains(context.Client)).Members];
            int me = Array.IndexOf(group, context.Client);
            for (int peer = 0; peer < group.Length; peer++)
            {
                if (peer == me) continue;
                RandomStream mask = context.Round.Shared("mask").Derive($"{group[Math.Min(me, peer)]}{group[Math.Max(me, peer)]}");
                foreach (ref ulong word in words.AsSpan()) word += me < peer ? mask.NextUInt64() : 0 - mask.NextUInt64();
            }
            return new(input);
        }
    }
}
