using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Privacy.Tests;

/// <summary>One round of clients that all send the same update, through given stages.</summary>
internal sealed record Round
{
    public int Clients { get; init; } = 6;

    public int Values { get; init; } = 4000;

    public double? Expected { get; init; }

    public ulong? Seed { get; init; } = 3;

    public IReadOnlyList<int>? Answering { get; init; }

    public UpdateSpec Spec => UpdateSpec.For([new("w", Values - 5), new("b", 5)], 1, Clients, Weighting.Uniform, Sees.Sum);

    public IReadOnlyList<ClientId> Cohort => [.. Enumerable.Range(0, Clients).Select(i => new ClientId($"c{i}"))];

    /// <summary>Plays it over the wire: the aggregate, and every update as it travelled.</summary>
    public async Task<(Aggregate Aggregate, IReadOnlyList<Payload> Sent)> PlayAsync(params IStage[] stages)
    {
        PlannedPipeline pipeline = new Pipeline(stages).Plan(Spec);
        var context = new RoundContext(new RoundId("run", 1), Group.Divide(Cohort, pipeline.Wire.GroupSize), 5)
        {
            Expected = Expected,
            Rehearsal = Seed is { } seed ? new RandomStream(seed) : null,
        };
        ServerSession server = pipeline.Open(context, new Mean());
        var sent = new List<Payload>();
        foreach (int client in Answering ?? [.. Enumerable.Range(0, Clients)])
        {
            float[] values = new float[Spec.Length];
            values.AsSpan(0, Values).Fill(0.01f);
            values[Values] = 2.5f; // the metric
            values[^1] = 1;
            ClientSession session = pipeline.Join(new ClientContext(
                Cohort[client], context, new ClientMemory(new MemoryVault()), new RandomStream(9).Derive("client", client)));
            Payload payload = await session.EncodeAsync(new RealPayload(Spec.Segments, values), TestContext.Current.CancellationToken);
            Payload arrived = PayloadReader.Read(PayloadWriter.Write(payload), pipeline.Wire);
            sent.Add(PayloadReader.Read(PayloadWriter.Write(payload), pipeline.Wire));
            await server.ReceiveAsync(Cohort[client], arrived, TestContext.Current.CancellationToken);
        }
        return (await server.CloseAsync(TestContext.Current.CancellationToken), sent);
    }

    /// <summary>The standard deviation of the sum about what the clients sent.</summary>
    public double Deviation(Aggregate aggregate, int answered, double value)
    {
        double sum = 0;
        for (int i = 0; i < Values; i++) sum += Math.Pow(FixedPoint.ToDouble(aggregate.Values[i]) - answered * value, 2);
        return Math.Sqrt(sum / Values);
    }
}
