using Tributary.Core;
using Tributary.Core.Tests;

namespace Tributary.Security.Tests;

/// <summary>One round of small updates with commitments, under any sum, whose document and updates a test may change.</summary>
internal sealed class CommittedRound
{
    private readonly SmallFederation _federation = new() { Clients = 6, Keys = KeyOf };
    private readonly RoundContext _round;

    public CommittedRound(string sum)
    {
        IStage[] after = sum switch { "secagg" => [new SecAgg()], "plain-sum" => [new PlainSum()], _ => [] };
        Pipeline = new Pipeline([new Quantize { Range = 1 }, new Commit(), .. after]).Plan(_federation.Spec());
        _round = _federation.Round(Pipeline);
        Server = Pipeline.Open(_round, new Mean());
    }

    public PlannedPipeline Pipeline { get; }

    public ServerSession Server { get; }

    public IReadOnlyList<ClientId> Clients => _federation.Cohort;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<Payload> EncodeAsync(int client, RealPayload? update = null) =>
        await _federation.EncodeAsync(Pipeline, client, update, _round);

    public RealPayload Update(int client) => _federation.Update(client);

    public ValueTask ReceiveAsync(int client, Payload payload) =>
        Server.ReceiveAsync(Clients[client], PayloadReader.Read(PayloadWriter.Write(payload), Pipeline.Wire), Cancellation);

    /// <summary>Closes the round over those who have sent, and keepers answer where there are any.</summary>
    public async Task<Aggregate> CloseAsync(params IReadOnlyList<int> sent)
    {
        IReadOnlyList<ClientId> keepers = Pipeline.KeepersOf(_round);
        foreach (ClientId keeper in keepers)
            await _federation.Join(Pipeline, Clients.ToList().IndexOf(keeper), round: _round)
                .AnswerAsync(new StepQuestion(null, null, [.. sent.Select(client => Clients[client])]), Cancellation);
        foreach (PlannedStep step in Pipeline.After) await Server.HearAsync(step, keepers, Cancellation);
        return await Server.CloseAsync(Cancellation);
    }

    /// <summary>What an honest coordinator publishes of updates of these clients.</summary>
    public async Task<CommittedSum> PublishAsync(params IReadOnlyList<int> sent)
    {
        foreach (int client in sent) await ReceiveAsync(client, await EncodeAsync(client));
        await CloseAsync(sent);
        return CommittedSum.Read(Server.Documents["commit"]);
    }

    private static ReadOnlyMemory<byte> KeyOf(ISafe safe)
    {
        using BoxKey key = RunKey.OfAsync(safe).AsTask().GetAwaiter().GetResult();
        return key.PublicKey;
    }
}
