using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>A coordinator far away, as the site of a folder.</summary>
public sealed class HttpCoordinatorService : ICoordinatorService, IDisposable
{
    private readonly SiteFolder _folder;
    private readonly AgentStore _store;
    private readonly TimeProvider _clock;
    private readonly ECDsa _key;
    private CoordinatorConnection _connection;

    /// <summary>Prepares a connection; nothing is sent yet.</summary>
    public HttpCoordinatorService(SiteFolder folder, AgentStore store, TimeProvider clock)
    {
        _folder = folder;
        _store = store;
        _clock = clock;
        _key = folder.LoadKey();
        _connection = new CoordinatorConnection(folder.Connection(clock));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(CancellationToken cancellation)
    {
        bool renewed = await new Enrolment(_folder.Path).RenewAsync(_folder, _clock.GetUtcNow(), (request, stop) => _connection.PostAsync(
            Routes.Certificates, request, ProtocolJson.Default.CertificateRequestMessage, ProtocolJson.Default.CertificateMessage,
            cancellation: stop), cancellation);
        if (!renewed) return false;
        _connection.Dispose();
        _connection = new CoordinatorConnection(_folder.Connection(_clock));
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OfferMessage>> ReadOffersAsync(CancellationToken cancellation) =>
        (await _connection.GetAsync(Routes.Offers, ProtocolJson.Default.OffersMessage, cancellation)).Offers;

    /// <inheritdoc/>
    public IRoundChannel Channel => new HttpRoundChannel(_connection);

    /// <inheritdoc/>
    public async ValueTask ConsentAsync(
        string run, BlobId job, bool approved, string by, string? reason, ReadOnlyMemory<byte>? key, CancellationToken cancellation)
    {
        string signature = new ConsentStatement(run, new ClientId(_folder.Identity.Site), job, approved).Sign(_key);
        await _connection.SendAsync(
            HttpMethod.Post, Routes.Consent(run), new ConsentMessage(approved, job, by, reason, signature, MemberOf(run, key)),
            ProtocolJson.Default.ConsentMessage, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<CheckInAnswer> CheckInAsync(CheckInRequest request, CancellationToken cancellation) =>
        await _connection.PostAsync(
            Routes.CheckIn, request, ProtocolJson.Default.CheckInRequest, ProtocolJson.Default.CheckInAnswer,
            TimeSpan.FromSeconds(request.WaitSeconds), cancellation);

    /// <inheritdoc/>
    public async ValueTask DownloadAsync(BlobId blob, BlobId? previous, CancellationToken cancellation) =>
        await new BlobTransfer(_connection).DownloadAsync(blob, _store.Blobs, _store.Drafts, previous, cancellation);

    /// <inheritdoc/>
    public async ValueTask<ModelMessage> ReadModelAsync(string run, CancellationToken cancellation) =>
        await _connection.GetAsync(Routes.Model(run), ProtocolJson.Default.ModelMessage, cancellation);

    /// <inheritdoc/>
    public async ValueTask<EvidenceMessage> ReadEvidenceAsync(RoundId round, CancellationToken cancellation) =>
        await _connection.GetAsync(Routes.Evidence(round), ProtocolJson.Default.EvidenceMessage, cancellation);

    /// <inheritdoc/>
    public async ValueTask EvaluateAsync(string run, EvaluationMessage evaluation, CancellationToken cancellation) =>
        await _connection.SendAsync(
            HttpMethod.Post, Routes.Evaluations(run), evaluation, ProtocolJson.Default.EvaluationMessage, cancellation);

    /// <inheritdoc/>
    public ICoordinator Join(
        string run, Func<InvitationMessage, Invitation> plan, Func<RoundId, ReceiptMessage, CancellationToken, ValueTask> onReceipt) =>
        new HttpCoordinator(_connection, _key, _store.Blobs, _store.Drafts, run, plan, onReceipt);

    private MemberMessage? MemberOf(string run, ReadOnlyMemory<byte>? key)
    {
        if (key is not { } point) return null;
        using X509Certificate2 certificate = _folder.LoadCertificate();
        string text = Convert.ToBase64String(point.Span), site = _folder.Identity.Site;
        return new MemberMessage(
            site, text, Convert.ToBase64String(certificate.RawDataMemory.Span),
            new MemberStatement(run, new ClientId(site), text).Sign(_key));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _key.Dispose();
    }
}
