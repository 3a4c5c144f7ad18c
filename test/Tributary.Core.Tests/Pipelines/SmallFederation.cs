using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>A dozen clients with fixed updates of four tensors, whose way through a pipeline can be followed from end to end.</summary>
internal sealed record SmallFederation
{
    private readonly Dictionary<PlannedPipeline, RoundContext> _prepared = [];

    public int Clients { get; init; } = 12;

    public Weighting Weighting { get; init; } = Weighting.Examples;

    public float Size { get; init; } = 0.1f;

    /// <summary>The key that others seal to, from what a client keeps; null where no stage seals anything.</summary>
    public Func<ISafe, ReadOnlyMemory<byte>>? Keys { get; init; }

    /// <summary>What each client left beside the last update that it encoded.</summary>
    public Dictionary<ClientId, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> Notes { get; } = [];

    private Dictionary<ClientId, MemorySafe> Safes => field ??= Cohort.ToDictionary(client => client, _ => new MemorySafe());

    /// <summary>What is trained.</summary>
    public IReadOnlyList<Segment> Answer { get; init; } = [new("body.weight", 40), new("body.bias", 5), new("head.weight", 15), new("head.bias", 3)];

    public UpdateSpec Spec(Sees sees = Sees.Sum) => UpdateSpec.For(Answer, 2, Clients, Weighting, sees);

    public IReadOnlyList<ClientId> Cohort => [.. Enumerable.Range(0, Clients).Select(i => new ClientId($"site-{i}"))];

    /// <summary>What a client has trained: values, two metrics, weight.</summary>
    public RealPayload Update(int client)
    {
        UpdateSpec spec = Spec();
        float[] values = new float[spec.Length];
        new RandomStream(77).Derive("update", client).FillNormal(values);
        foreach (ref float value in values.AsSpan()) value *= Size;
        values[^1] = Weighting == Weighting.Uniform ? 1 : (1 + client % 3) / 3f;
        return new RealPayload(spec.Segments, values);
    }

    /// <summary>The weighted mean of every segment in plain double precision.</summary>
    public IReadOnlyDictionary<string, double[]> PlainMean()
    {
        float[][] updates = [.. Enumerable.Range(0, Clients).Select(i => Update(i).Edit())];
        double weight = updates.Sum(update => (double)update[^1]);
        double[] mean = [.. Enumerable.Range(0, Spec().Length).Select(i => updates.Sum(update => (double)update[i] * update[^1]) / weight)];
        return Cut(Spec().Segments, mean);
    }

    public static IReadOnlyDictionary<string, double[]> Cut(IReadOnlyList<Segment> segments, double[] values)
    {
        var named = new Dictionary<string, double[]>();
        int start = 0;
        foreach (Segment segment in segments)
        {
            named[segment.Name] = values[start..(start + segment.Length)];
            start += segment.Length;
        }
        return named;
    }

    public RoundContext Round(PlannedPipeline pipeline) =>
        new(new RoundId("test", 1), Group.Divide(Cohort, pipeline.Wire.GroupSize), Seed: 5)
        {
            Channel = new MemoryRoundChannel(),
            KeyOf = client => Keys?.Invoke(Safes[client]),
        };

    public ClientSession Join(PlannedPipeline pipeline, int client, ClientMemory? memory = null, RoundContext? round = null) => pipeline.Join(
        new ClientContext(Cohort[client], round ?? Round(pipeline), memory ?? new ClientMemory(new MemoryVault()), new RandomStream(9).Derive("client", client))
        {
            Safe = Safes[Cohort[client]],
        });

    public async Task<Payload> EncodeAsync(PlannedPipeline pipeline, int client, RealPayload? update = null, RoundContext? round = null)
    {
        round ??= await PreparedAsync(pipeline);
        ClientSession session = Join(pipeline, client, round: round);
        await session.JoinAsync(TestContext.Current.CancellationToken);
        Payload payload = await session.EncodeAsync(update ?? Update(client), TestContext.Current.CancellationToken);
        await session.SettleAsync(TestContext.Current.CancellationToken);
        Notes[Cohort[client]] = payload.Notes;
        return payload;
    }

    /// <summary>One round with every client, over the wire; updates arrive in the order given.</summary>
    public async Task<Aggregate> RunAsync(Pipeline stages, IAggregator aggregator, IEnumerable<int>? order = null, Func<int, RealPayload>? update = null)
    {
        PlannedPipeline pipeline = stages.Plan(Spec(aggregator.Sees));
        foreach (ClientId client in Cohort) Safes[client] = new MemorySafe(); // nobody answers one round twice
        RoundContext round = Round(pipeline);
        ServerSession server = pipeline.Open(round, aggregator);
        await server.OpenAsync(TestContext.Current.CancellationToken);
        await PrepareAsync(pipeline, round, server);
        foreach (int client in order ?? Enumerable.Range(0, Clients))
        {
            ReadOnlyMemory<byte> body = PayloadWriter.Write(await EncodeAsync(pipeline, client, (update ?? Update)(client), round));
            await server.ReceiveAsync(Cohort[client], PayloadReader.Read(body, pipeline.Wire), TestContext.Current.CancellationToken);
        }
        foreach (PlannedStep step in pipeline.After) await StepAsync(pipeline, step, round, server, after: true);
        return await server.CloseAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A round that is ready for updates; nobody prepares one round twice.</summary>
    public async Task<RoundContext> PreparedAsync(PlannedPipeline pipeline)
    {
        if (pipeline.Before is []) return Round(pipeline);
        foreach (ClientId member in Cohort) Safes[member] = new MemorySafe();
        RoundContext round = Round(pipeline);
        await PrepareAsync(pipeline, round, pipeline.Open(round, new Mean()));
        return round;
    }

    /// <summary>Everybody answers the steps before the update.</summary>
    private async Task PrepareAsync(PlannedPipeline pipeline, RoundContext round, ServerSession server)
    {
        foreach (PlannedStep step in pipeline.Before) await StepAsync(pipeline, step, round, server, after: false);
    }

    private async Task StepAsync(PlannedPipeline pipeline, PlannedStep step, RoundContext round, ServerSession server, bool after)
    {
        IReadOnlyList<ClientId> asked = PlannedPipeline.MembersOf(step, round);
        await server.HearAsync(step, asked, TestContext.Current.CancellationToken);
        foreach (ClientId client in asked)
        {
            IReadOnlyList<ClientId> group = round.GroupOf(client).Members;
            await Join(pipeline, Cohort.ToList().IndexOf(client), round: round).AnswerAsync(
                new StepQuestion(step.Plan.Name, [.. asked.Where(group.Contains)], after ? group : null), TestContext.Current.CancellationToken);
        }
        Hearing hearing = await server.HearAsync(step, asked, TestContext.Current.CancellationToken);
        Assert.Equal((true, 0), (hearing.IsReady, hearing.Wrong.Count));
        if (!after) await server.PassAsync(step, [.. Cohort], TestContext.Current.CancellationToken); // everybody is asked for an update
        else if (step != pipeline.After[^1]) await server.PassAsync(step, asked, TestContext.Current.CancellationToken);
    }
}
