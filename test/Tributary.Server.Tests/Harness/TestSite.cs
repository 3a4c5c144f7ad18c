using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;

namespace Tributary.Server.Tests;

/// <summary>A site that has been enrolled.</summary>
internal sealed class TestSite
{
    private readonly TestServer _server;
    private readonly MemoryBlobStore _store = new();

    public TestSite(TestServer server, CertificateMessage answer, ECDsa key)
    {
        _server = server;
        Answer = answer;
        Key = key;
        using var issued = X509Certificate2.CreateFromPem(answer.Certificate);
        Certificate = issued.CopyWithPrivateKey(key);
        Connection = server.Connect(Certificate);
        server.Own(Certificate);
        server.Own(key);
    }

    public CertificateMessage Answer { get; }

    public string Name => Answer.Site;

    public ClientId Id => new(Name);

    public ECDsa Key { get; }

    public X509Certificate2 Certificate { get; }

    public CoordinatorConnection Connection { get; set; }

    public List<ReceiptMessage> Receipts { get; } = [];

    public async Task ConsentAsync(string run, bool approved = true, string? reason = null)
    {
        OffersMessage offers = await Connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage);
        OfferMessage offer = offers.Offers.Single(offer => offer.Run == run);
        string signature = new ConsentStatement(run, Id, offer.JobText, approved).Sign(Key);
        await Connection.SendAsync(
            HttpMethod.Post, Routes.Consent(run), new ConsentMessage(approved, offer.JobText, "policy", reason, signature),
            ProtocolJson.Default.ConsentMessage);
    }

    public async Task<InvitationMessage?> CheckInAsync(double wait, params string[] runs) => (await Connection.PostAsync(
        Routes.CheckIn, new CheckInRequest(wait, runs), ProtocolJson.Default.CheckInRequest, ProtocolJson.Default.CheckInAnswer,
        TimeSpan.FromSeconds(wait))).Invitation;

    /// <summary>The work that comes, however long it takes; but a test that waits for what never comes fails by its own name.</summary>
    public Task<InvitationMessage> WorkAsync(string run)
    {
        return WaitAsync().WaitAsync(TimeSpan.FromMinutes(2));

        async Task<InvitationMessage> WaitAsync()
        {
            while (true)
                if (await CheckInAsync(20, run) is { } invitation) return invitation;
        }
    }

    public HttpCoordinator Coordinator(string run, string job, ParameterLayout? layout = null) => new(
        Connection, Key, _store, _store, run, invitation => Plan(invitation, job, layout),
        (_, receipt, _) =>
        {
            Receipts.Add(receipt);
            return default;
        });

    public static Invitation Plan(InvitationMessage message, string job, ParameterLayout? layout = null)
    {
        (JobSpec spec, IReadOnlyList<IPhase> phases) = Line.Read(job, layout);
        Question question = phases.Select(phase => phase.Find(message.Question)).First(found => found is not null)!;
        var group = new Group(message.GroupNumber, [.. message.GroupMembers.Select(member => new ClientId(member))]);
        return new Invitation(
            new RoundContext(new RoundId(message.Run, message.Round), [group], message.Seed), message.Question, message.Model,
            question.Plan(message.Cohort), spec.LargestWeight ?? 1);
    }

    public FederatedClient Client(string run, string job, ILocalTrainer trainer, int number) => new(
        Id, Coordinator(run, job), trainer, new MemoryVault(), new ModelCache(Line.Layout), new RandomStream(3).Derive("client", number));

    /// <summary>Takes part until the run is over.</summary>
    public async Task TakePartAsync(string run, string job, ILocalTrainer trainer, int number)
    {
        FederatedClient client = Client(run, job, trainer, number);
        while ((await _server.StatusAsync(run)).State is "waiting" or "training")
            if (await CheckInAsync(1, run) is { } invitation) await client.AnswerAsync(Plan(invitation, job));
    }

    /// <summary>The body of an update as an honest client makes it.</summary>
    public async Task<byte[]> BodyAsync(InvitationMessage invitation, string job, ILocalTrainer trainer)
    {
        var kept = new KeptSubmit(Coordinator(invitation.Run, job));
        var client = new FederatedClient(Id, kept, trainer, new MemoryVault(), new ModelCache(Line.Layout), new RandomStream(3));
        await client.AnswerAsync(Plan(invitation, job));
        return kept.Body!;
    }

    public SubmitRequest Sign(RoundId round, byte[] body, ECDsa? key = null) =>
        new(BlobId.Of(body), body.Length, new UpdateStatement(round, Id, BlobId.Of(body), body.Length).Sign(key ?? Key));

    /// <summary>Uploads any bytes and hands them in.</summary>
    public async Task<ReceiptMessage> SendAsync(RoundId round, byte[] body)
    {
        await new BlobTransfer(Connection).UploadAsync(Routes.Update(round, BlobId.Of(body)), body);
        return await SubmitAsync(round, Sign(round, body));
    }

    public Task<ReceiptMessage> SubmitAsync(RoundId round, SubmitRequest request) => Connection.PostAsync(
        Routes.Updates(round), request, ProtocolJson.Default.SubmitRequest, ProtocolJson.Default.ReceiptMessage);
}
