using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>One round of a stage that hides updates, with small vectors, whose every party and message a test may change.</summary>
internal sealed class RoundParties
{
    private readonly PlannedPipeline _pipeline, _plain;
    private readonly Dictionary<ClientId, MemorySafe> _safes;
    private readonly Dictionary<ClientId, ReadOnlyMemory<byte>> _keys;
    private IReadOnlyList<ClientId> _asked;

    public RoundParties(int clients, IStage stage, int length = 20, params IReadOnlyList<IStage> before)
    {
        Clients = [.. Enumerable.Range(0, clients).Select(i => new ClientId($"site-{i}"))];
        Spec = UpdateSpec.For([new("weight", length), new("bias", 3)], 1, clients, Weighting.Examples, Sees.Sum);
        if (before.Count == 0) before = [new Quantize { Bits = 8, Range = 1 }];
        _pipeline = new Pipeline([.. before, stage]).Plan(Spec);
        _plain = new Pipeline([.. before, new PlainSum()]).Plan(Spec);
        _safes = Clients.ToDictionary(client => client, _ => new MemorySafe());
        (_keys, _asked) = ([], Clients);
        Context = new RoundContext(new RoundId("run", 1), Group.Divide(Clients, _pipeline.Wire.GroupSize), Seed: 5)
        {
            Channel = Channel,
            KeyOf = KeyOf,
        };
        Server = _pipeline.Open(Context, new Mean());
    }

    private RoundParties(RoundParties before)
    {
        (Clients, Spec, _pipeline, _plain, _keys) = (before.Clients, before.Spec, before._pipeline, before._plain, before._keys);
        _asked = before._asked;
        _safes = Clients.ToDictionary(client => client, _ => new MemorySafe());
        foreach (ClientId client in Clients)
            foreach (string name in (string[])["run-key", "encrypt/seed/1"])
                if (before._safes[client].FindAsync(name).AsTask().Result is { } kept)
                    _ = _safes[client].KeepAsync(name, kept).AsTask().Result;
        Context = before.Context with { Channel = Channel, KeyOf = KeyOf };
        Server = _pipeline.Open(Context, new Mean());
    }

    public IReadOnlyList<ClientId> Clients { get; }

    public UpdateSpec Spec { get; }

    public MemoryRoundChannel Channel { get; } = new();

    public RoundContext Context { get; set; }

    public ServerSession Server { get; }

    public UpdateSpec Wire => _pipeline.Wire;

    public MemorySafe SafeOf(int client) => _safes[Clients[client]];

    /// <summary>Who answers after the close.</summary>
    public IReadOnlyList<ClientId> Committee => _pipeline.KeepersOf(Context);

    /// <summary>The same round anew: the same keys, and nobody has sent or answered anything.</summary>
    public RoundParties Again() => new(this);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The key that others seal to, from what a client keeps.</summary>
    public static ReadOnlyMemory<byte> KeyOf(ISafe safe)
    {
        using BoxKey key = RunKey.OfAsync(safe).AsTask().GetAwaiter().GetResult();
        return key.PublicKey;
    }

    public ReadOnlyMemory<byte>? KeyOf(ClientId client)
    {
        lock (_keys)
        {
            if (_keys.TryGetValue(client, out ReadOnlyMemory<byte> known)) return known;
            return _keys[client] = KeyOf(_safes[client]);
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

    /// <summary>Plays the steps before the update; those of <paramref name="absent"/> answer none.</summary>
    public async Task PrepareAsync(params int[] absent)
    {
        foreach (PlannedStep step in _pipeline.Before)
        {
            ClientId[] asked = [.. PlannedPipeline.MembersOf(step, Context).Where(client => _asked.Contains(client))];
            foreach (ClientId client in asked)
                if (!absent.Contains(Clients.ToList().IndexOf(client)))
                    await AnswerAsync(Clients.ToList().IndexOf(client), new StepQuestion(step.Plan.Name, asked, null));
            Hearing hearing = await Server.HearAsync(step, asked, Cancellation);
            _asked = [.. _asked.Where(client => !asked.Contains(client) || hearing.Answered.Except(hearing.Wrong).Contains(client))];
            await Server.PassAsync(step, _asked.ToArray(), Cancellation);
        }
    }

    public ValueTask AnswerAsync(int client, StepQuestion question, RoundContext? context = null) =>
        Join(_pipeline, client, context).AnswerAsync(question, Cancellation);

    /// <summary>The body that a client sends; it sees the round as <paramref name="context"/> says.</summary>
    public async Task<byte[]> EncodeAsync(int client, RoundContext? context = null) =>
        PayloadWriter.Write(await Join(_pipeline, client, context).EncodeAsync(Update(client), Cancellation)).ToArray();

    /// <summary>The server takes a body.</summary>
    public async Task ReceiveAsync(int client, byte[] body) =>
        await Server.ReceiveAsync(Clients[client], PayloadReader.Read(body, _pipeline.Wire), Cancellation);

    public async Task SendAsync(params IEnumerable<int> clients)
    {
        foreach (int client in clients) await ReceiveAsync(client, await EncodeAsync(client));
    }

    /// <summary>A keeper is asked to open a set of clients.</summary>
    public ValueTask KeepAsync(int keeper, IEnumerable<int> included, RoundContext? context = null) =>
        KeepAsync(keeper, [.. included.Select(i => Clients[i])], context);

    public ValueTask KeepAsync(int keeper, IReadOnlyList<ClientId> included, RoundContext? context = null) =>
        AnswerAsync(keeper, new StepQuestion(null, null, included), context);

    /// <summary>Plays the steps after the close, with every keeper.</summary>
    public async Task FinishAsync(params int[] included)
    {
        ClientId[] from = [.. included.Select(i => Clients[i])];
        foreach (PlannedStep step in _pipeline.After)
        {
            IReadOnlyList<ClientId> asked = PlannedPipeline.MembersOf(step, Context);
            await Server.HearAsync(step, asked, Cancellation);
            foreach (ClientId keeper in asked) await AnswerAsync(Clients.ToList().IndexOf(keeper), new StepQuestion(step.Plan.Name, asked, from));
            Assert.True((await Server.HearAsync(step, asked, Cancellation)).IsReady);
            await Server.PassAsync(step, asked, Cancellation);
        }
    }

    /// <summary>What a client's half is given.</summary>
    public ClientContext ContextOf(int client) => new(Clients[client], Context, new ClientMemory(new MemoryVault()), new RandomStream(9))
    {
        Safe = _safes[Clients[client]],
    };

    /// <summary>What keepers have told the coordinator.</summary>
    public ValueTask<IReadOnlyList<RoundMessage>> AnswersAsync() =>
        Channel.ReadAsync(Context.Round, _pipeline.After[0].Plan.Name, RoundMessage.Coordinator, Cancellation);

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
            await server.ReceiveAsync(Clients[client], await Join(_plain, client, null).EncodeAsync(Update(client), Cancellation), Cancellation);
        return (await server.CloseAsync(Cancellation)).Values;
    }

    /// <summary>A message of one piece.</summary>
    public static byte[] Whole(RoundMessage piece) => LongMessage.Join([piece], long.MaxValue)[0].Body.ToArray();

    /// <summary>How far the counts of byte values are from equal ones, in standard deviations of a chi-square with 255 degrees.</summary>
    public static double Surprise(byte[] bytes)
    {
        int[] counts = new int[256];
        foreach (byte value in bytes) counts[value]++;
        double expected = bytes.Length / 256.0, square = counts.Sum(count => (count - expected) * (count - expected) / expected);
        return (square - 255) / Math.Sqrt(2 * 255);
    }

    private ClientSession Join(PlannedPipeline pipeline, int client, RoundContext? context) => pipeline.Join(
        new ClientContext(Clients[client], context ?? Context, new ClientMemory(new MemoryVault()), new RandomStream(9).Derive("client", client))
        {
            Safe = _safes[Clients[client]],
            Asked = _asked,
        });
}
