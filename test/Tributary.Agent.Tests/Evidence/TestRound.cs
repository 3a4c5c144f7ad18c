using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Security;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Agent.Tests;

/// <summary>One round of three enrolled sites with commitments, as a coordinator that may lie consistently logs and publishes it.</summary>
internal sealed class TestRound : IDisposable
{
    public static readonly RoundId Id = new("run", 1);

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly Dictionary<string, SiteFolder> _sites = new(StringComparer.Ordinal);
    private PlannedPipeline? _pipeline;

    public ClientId[] Clients { get; } = [new("nord"), new("ost"), new("sued")];

    /// <summary>What was published.</summary>
    public ReadOnlyMemory<byte> Document { get; set; }

    /// <summary>The run's log, from its start to the round's model.</summary>
    public List<RunEvent> Events { get; } = [];

    public RoundCheck Check => new(_authority.Certificate.RawData, _authority.CheckpointKey);

    public static async Task<TestRound> CreateAsync()
    {
        var round = new TestRound();
        foreach (ClientId client in round.Clients)
            round._sites[client.Value] = await round._authority.EnrolAsync(client.Value, Path.Combine(round._folder.Path, client.Value));
        await round.SendAsync();
        return round;
    }

    /// <summary>What the coordinator tells of its log.</summary>
    public EvidenceMessage Tell(TestAuthority? signer = null)
    {
        EvidenceMessage told = TestEvidence.Of(Id, Events, signer ?? _authority);
        return signer is null ? told : told with { Members = TestEvidence.Of(Id, Events, _authority).Members };
    }

    public RoundEvidence Proof => _pipeline!.Stages.Single(stage => stage.Name == "commit").Plan.Evidence!(Document);

    /// <summary>Signs what a site would.</summary>
    public UpdateReceived Sign(UpdateReceived update, string? by = null)
    {
        using ECDsa key = _sites[by ?? update.Client.Value].LoadKey();
        var statement = new UpdateStatement(update.Round, update.Client, update.Body, update.Bytes, update.Notes);
        return update with { Signature = statement.Sign(key) };
    }

    /// <summary>Puts another event in the place of one.</summary>
    public void Replace<T>(Func<T, bool> which, Func<T, RunEvent> by) where T : RunEvent
    {
        int at = Events.FindIndex(e => e is T found && which(found));
        Events[at] = by((T)Events[at]);
    }

    public void Dispose() => _folder.Dispose();

    private async Task SendAsync()
    {
        UpdateSpec spec = UpdateSpec.For([new Segment("weight", 5)], 0, Clients.Length, Weighting.Uniform, Sees.Sum);
        _pipeline = new Pipeline(new Quantize { Range = 1 }, new Commit(), new PlainSum()).Plan(spec);
        var context = new RoundContext(Id, Group.Divide(Clients, Clients.Length), 5);
        ServerSession server = _pipeline.Open(context, new Mean());
        BlobId before = BlobId.Of("before"u8), after = BlobId.Of("after"u8);
        Events.Add(new RunStarted(default, "job", 1, new ModelVersion(0, before, before)));
        Events.Add(new RoundOpened(default, Id, "train", 0, Clients, Clients.Length));
        foreach (ClientId client in Clients)
        {
            ClientSession session = _pipeline.Join(
                new ClientContext(client, context, new ClientMemory(new MemoryVault()), new RandomStream(3)));
            ReadOnlyMemory<byte> body = PayloadWriter.Write(
                await session.EncodeAsync(new RealPayload(spec.Segments, [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 1])));
            await server.ReceiveAsync(client, PayloadReader.Read(body, _pipeline.Wire));
            Events.Add(Sign(new UpdateReceived(default, Id, client, BlobId.Of(body.Span), body.Length, null, PayloadReader.NotesOf(body))));
        }
        await server.CloseAsync();
        Document = server.Documents["commit"];
        Events.Add(new RoundClosed(default, Id));
        Events.Add(new ModelPublished(default, Id, new ModelVersion(1, after, after), new Dictionary<string, double>(), null, Named(Document)));
    }

    private static Dictionary<string, BlobId> Named(ReadOnlyMemory<byte> document) => new() { ["commit"] = BlobId.Of(document.Span) };
}
