using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>One round of a secure sum with small vectors, whose every party and message a test may change.</summary>
internal sealed class SecureRound
{
    private readonly PlannedPipeline _pipeline, _plain;
    private readonly Dictionary<ClientId, MemorySafe> _safes;
    private readonly Dictionary<ClientId, ReadOnlyMemory<byte>> _keys;

    public SecureRound(int clients, SecAgg? stage = null, int length = 20, int number = 1)
    {
        Clients = [.. Enumerable.Range(0, clients).Select(i => new ClientId($"site-{i}"))];
        Spec = UpdateSpec.For([new("weight", length), new("bias", 3)], 1, clients, Weighting.Examples, Sees.Sum);
        var quantize = new Quantize { Bits = 8, Range = 1 };
        int? size = stage?.GroupSize;
        _pipeline = new Pipeline(quantize, stage ?? new SecAgg { Minimum = 2 }).Plan(Spec);
        _plain = new Pipeline(quantize, new PlainSum { GroupSize = size }).Plan(Spec);
        _safes = Clients.ToDictionary(client => client, _ => new MemorySafe());
        _keys = [];
        Context = new RoundContext(new RoundId("run", number), Group.Divide(Clients, _pipeline.Wire.GroupSize), Seed: 5)
        {
            Channel = Channel,
            KeyOf = KeyOf,
        };
        Server = _pipeline.Open(Context, new Mean());
    }

    private SecureRound(SecureRound before)
    {
        (Clients, Spec, _pipeline, _plain, _keys) = (before.Clients, before.Spec, before._pipeline, before._plain, before._keys);
        _safes = Clients.ToDictionary(client => client, _ => new MemorySafe());
        foreach (ClientId client in Clients)
            if (before._safes[client].FindAsync("run-key").AsTask().Result is { } key)
                _ = _safes[client].KeepAsync("run-key", key).AsTask().Result;
        Context = before.Context with { Channel = Channel, KeyOf = KeyOf };
        Server = _pipeline.Open(Context, new Mean());
    }

    public IReadOnlyList<ClientId> Clients { get; }

    public UpdateSpec Spec { get; }

    public MemoryRoundChannel Channel { get; } = new();

    public RoundContext Context { get; set; }

    public ServerSession Server { get; }

    public UpdateSpec Wire => _pipeline.Wire;

    public IReadOnlyList<ClientId> Committee => _pipeline.KeepersOf(Context);

    /// <summary>The same round anew: the same keys, and nobody has sent or answered anything.</summary>
    public SecureRound Again() => new(this);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ReadOnlyMemory<byte>? KeyOf(ClientId client)
    {
        lock (_keys)
        {
            if (_keys.TryGetValue(client, out ReadOnlyMemory<byte> known)) return known;
            using BoxKey key = RunKey.OfAsync(_safes[client]).AsTask().Result;
            return _keys[client] = key.PublicKey;
        }
    }

    public RealPayload Update(int client)
    {
        float[] values = new float[Spec.Length];
        new RandomStream(77).Derive("update", client).FillNormal(values);
        foreach (ref float value in values.AsSpan()) value *= 0.2f;
        values[^1] = (1 + (client % 3)) / 3f;
        return new RealPayload(Spec.Segments, values);
    }

    /// <summary>The body that a client sends; it sees the round as <paramref name="context"/> says.</summary>
    public async Task<byte[]> EncodeAsync(int client, RoundContext? context = null, MemorySafe? safe = null)
    {
        ClientSession session = Join(_pipeline, client, context, safe);
        return PayloadWriter.Write(await session.EncodeAsync(Update(client), Cancellation)).ToArray();
    }

    /// <summary>The server takes a body.</summary>
    public async Task ReceiveAsync(int client, byte[] body) =>
        await Server.ReceiveAsync(Clients[client], PayloadReader.Read(body, _pipeline.Wire), Cancellation);

    public async Task SendAsync(params IEnumerable<int> clients)
    {
        foreach (int client in clients) await ReceiveAsync(client, await EncodeAsync(client));
    }

    /// <summary>A keeper is asked to open a set of clients, in its group's order.</summary>
    public ValueTask KeepAsync(int keeper, IEnumerable<int> included, RoundContext? context = null)
    {
        Group group = Context.GroupOf(Clients[keeper]);
        ClientId[] asked = [.. included.Select(i => Clients[i]).Where(group.Members.Contains)];
        return KeepAsync(keeper, asked, context);
    }

    public ValueTask KeepAsync(int keeper, IReadOnlyList<ClientId> included, RoundContext? context = null) =>
        Join(_pipeline, keeper, context, null).AnswerAsync(new StepQuestion(null, null, included), Cancellation);

    /// <summary>What keepers have told the coordinator.</summary>
    public ValueTask<IReadOnlyList<RoundMessage>> AnswersAsync() =>
        Channel.ReadAsync(Context.Round, "secagg", RoundMessage.Coordinator, Cancellation);

    public ValueTask<Hearing> HearAsync() => Server.HearAsync(_pipeline.After[0], Committee, Cancellation);

    public async Task<long[]> CloseAsync()
    {
        await HearAsync();
        return (await Server.CloseAsync(Cancellation)).Values;
    }

    /// <summary>The aggregate of the same updates without secrecy.</summary>
    public async Task<long[]> PlainAsync(IEnumerable<int> clients)
    {
        ServerSession server = _plain.Open(Context, new Mean());
        foreach (int client in clients)
            await server.ReceiveAsync(Clients[client], await Join(_plain, client, null, null).EncodeAsync(Update(client), Cancellation), Cancellation);
        return (await server.CloseAsync(Cancellation)).Values;
    }

    private ClientSession Join(PlannedPipeline pipeline, int client, RoundContext? context, MemorySafe? safe) => pipeline.Join(
        new ClientContext(Clients[client], context ?? Context, new ClientMemory(new MemoryVault()), new RandomStream(9).Derive("client", client))
        {
            Safe = safe ?? _safes[Clients[client]],
        });
}
