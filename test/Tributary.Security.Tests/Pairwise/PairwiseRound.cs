using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>One round under pairwise masks with small vectors, whose every party and message a test may change.</summary>
internal sealed class PairwiseRound
{
    private readonly PlannedPipeline _pipeline, _plain;
    private readonly Dictionary<ClientId, ReadOnlyMemory<byte>> _keys = [];

    public PairwiseRound(int clients, SecAggPairwise? stage = null, int length = 20, int number = 1)
    {
        Clients = [.. Enumerable.Range(0, clients).Select(i => new ClientId($"site-{i}"))];
        Spec = UpdateSpec.For([new("weight", length), new("bias", 3)], 1, clients, Weighting.Examples, Sees.Sum);
        var quantize = new Quantize { Bits = 8, Range = 1 };
        _pipeline = new Pipeline(quantize, stage ?? new SecAggPairwise { Minimum = 2 }).Plan(Spec);
        _plain = new Pipeline(quantize, new PlainSum { GroupSize = stage?.GroupSize }).Plan(Spec);
        Safes = Clients.ToDictionary(client => client, _ => new MemorySafe());
        Context = new RoundContext(new RoundId("run", number), Group.Divide(Clients, _pipeline.Wire.GroupSize), Seed: 5)
        {
            Channel = Channel,
            KeyOf = KeyOf,
        };
        Server = _pipeline.Open(Context, new Mean());
        All = [.. Enumerable.Range(0, clients)];
    }

    public IReadOnlyList<ClientId> Clients { get; }

    public int[] All { get; }

    public UpdateSpec Spec { get; }

    public UpdateSpec Wire => _pipeline.Wire;

    public Dictionary<ClientId, MemorySafe> Safes { get; }

    public MemoryRoundChannel Channel { get; } = new();

    public RoundContext Context { get; set; }

    public ServerSession Server { get; set; }

    public IReadOnlyList<PlannedStep> Before => _pipeline.Before;

    public IReadOnlyList<PlannedStep> After => _pipeline.After;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The server halves anew, as after a restart of the coordinator, with the updates that had come.</summary>
    public async Task RestartAsync(IReadOnlyDictionary<int, byte[]> received)
    {
        Server = _pipeline.Open(Context, new Mean());
        foreach ((int client, byte[] body) in received) await ReceiveAsync(client, body);
    }

    public ReadOnlyMemory<byte>? KeyOf(ClientId client)
    {
        lock (_keys)
        {
            if (_keys.TryGetValue(client, out ReadOnlyMemory<byte> known)) return known;
            using BoxKey key = RunKey.OfAsync(Safes[client]).AsTask().Result;
            return _keys[client] = key.PublicKey;
        }
    }

    public IReadOnlyList<ClientId> Ids(IEnumerable<int> clients) => [.. clients.Order().Select(client => Clients[client])];

    public RealPayload Update(int client)
    {
        float[] values = new float[Spec.Length];
        new RandomStream(77).Derive("update", client).FillNormal(values);
        foreach (ref float value in values.AsSpan()) value *= 0.2f;
        values[^1] = (1 + (client % 3)) / 3f;
        return new RealPayload(Spec.Segments, values);
    }

    /// <summary>One client answers a step; it sees the round as <paramref name="context"/> says.</summary>
    public ValueTask AnswerAsync(PlannedStep step, int client, IEnumerable<int> asked, IEnumerable<int>? included = null, RoundContext? context = null) =>
        AnswerAsync(step, client, Ids(asked), included is null ? null : InGroup(client, included), context);

    public ValueTask AnswerAsync(
        PlannedStep step, int client, IReadOnlyList<ClientId> asked, IReadOnlyList<ClientId>? included, RoundContext? context = null) =>
        Join(_pipeline, client, asked, context).AnswerAsync(new StepQuestion(step.Plan.Name, asked, included), Cancellation);

    /// <summary>The server hears a step's answers and hands out what those that are left must know.</summary>
    public async Task<Hearing> PassAsync(PlannedStep step, IEnumerable<int> asked, IEnumerable<int> left)
    {
        Hearing hearing = await Server.HearAsync(step, Ids(asked), Cancellation);
        await Server.PassAsync(step, [.. Ids(left).Except(hearing.Wrong)], Cancellation);
        return hearing;
    }

    /// <summary>These clients take part in both steps before the update, and these in the first of them only.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<int> shares, params int[] onlyKeys)
    {
        int[] advertised = [.. shares, .. onlyKeys];
        foreach (int client in advertised) await AnswerAsync(Before[0], client, All);
        await PassAsync(Before[0], All, advertised);
        foreach (int client in shares) await AnswerAsync(Before[1], client, advertised);
        await PassAsync(Before[1], advertised, shares);
    }

    /// <summary>The body that a client sends.</summary>
    public async Task<byte[]> EncodeAsync(int client, IReadOnlyCollection<int> shares, int? update = null) => PayloadWriter.Write(
        await Join(_pipeline, client, Ids(shares), null).EncodeAsync(Update(update ?? client), Cancellation)).ToArray();

    public async Task ReceiveAsync(int client, byte[] body) =>
        await Server.ReceiveAsync(Clients[client], PayloadReader.Read(body, _pipeline.Wire), Cancellation);

    public async Task<Dictionary<int, byte[]>> SendAsync(IReadOnlyCollection<int> clients, IReadOnlyCollection<int> shares)
    {
        var bodies = new Dictionary<int, byte[]>();
        foreach (int client in clients) await ReceiveAsync(client, bodies[client] = await EncodeAsync(client, shares));
        return bodies;
    }

    public async Task AgreeAsync(IReadOnlyCollection<int> agree, IReadOnlyCollection<int> included)
    {
        foreach (int client in agree) await AnswerAsync(After[0], client, included, included);
        await PassAsync(After[0], included, agree);
    }

    public async Task<Hearing> TellAsync(IReadOnlyCollection<int> tell, IReadOnlyCollection<int> agreed, IReadOnlyCollection<int> included)
    {
        foreach (int client in tell) await AnswerAsync(After[1], client, agreed, included);
        return await HearAsync(agreed);
    }

    public ValueTask<Hearing> HearAsync(IEnumerable<int> agreed) => Server.HearAsync(After[1], Ids(agreed), Cancellation);

    public async Task<long[]> CloseAsync() => (await Server.CloseAsync(Cancellation)).Values;

    public ValueTask<IReadOnlyList<RoundMessage>> ReadAsync(string step, ClientId? to = null) =>
        Channel.ReadAsync(Context.Round, step, to ?? RoundMessage.Coordinator, Cancellation);

    /// <summary>Puts other messages in the place of those of a mailbox.</summary>
    public async Task ReplaceAsync(Func<RoundMessage, RoundMessage?> change)
    {
        var kept = new List<RoundMessage>();
        foreach (PlannedStep step in (IEnumerable<PlannedStep>)[.. Before, .. After])
            foreach (ClientId to in Clients.Prepend(RoundMessage.Coordinator)) kept.AddRange(await ReadAsync(step.Plan.Name, to));
        Channel.Forget(Context.Round);
        await Channel.PostAsync([.. kept.Select(change).OfType<RoundMessage>()], Cancellation);
    }

    /// <summary>The whole round with everybody.</summary>
    public async Task<long[]> RunAsync()
    {
        await PrepareAsync(All);
        await SendAsync(All, All);
        await AgreeAsync(All, All);
        await TellAsync(All, All, All);
        return await CloseAsync();
    }

    /// <summary>The aggregate of the same updates without secrecy.</summary>
    public async Task<long[]> PlainAsync(IEnumerable<int> clients)
    {
        ServerSession server = _plain.Open(Context, new Mean());
        foreach (int client in clients)
            await server.ReceiveAsync(
                Clients[client], await Join(_plain, client, Clients, null).EncodeAsync(Update(client), Cancellation), Cancellation);
        return (await server.CloseAsync(Cancellation)).Values;
    }

    private IReadOnlyList<ClientId> InGroup(int client, IEnumerable<int> included) =>
        Context.Groups is [_] ? Ids(included) : [.. Ids(included).Where(Context.GroupOf(Clients[client]).Members.Contains)];

    private ClientSession Join(PlannedPipeline pipeline, int client, IReadOnlyList<ClientId> asked, RoundContext? context) => pipeline.Join(
        new ClientContext(
            Clients[client], context ?? Context, new ClientMemory(new MemoryVault()), new RandomStream(9).Derive("client", client))
        {
            Safe = Safes[Clients[client]],
            Asked = Context.Groups is [_] ? asked : [.. asked.Where(Context.GroupOf(Clients[client]).Members.Contains)],
        });
}
