using System.Diagnostics;
using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>How an update comes in: uploaded bit by bit, then handed in with a signature.</summary>
internal sealed class UpdateEndpoints(FieldRuns runs, UploadReceiver receiver, Signatures signatures, ServerMetrics metrics)
{
    private const string Round = Routes.Runs + "/{run}/rounds/{round}";

    public IEnumerable<Operation> Operations =>
    [
        new("HEAD", Round + "/updates/{digest}", Access.Site, "Says how much of an update has arrived.", TellAsync) { Status = 204 },
        new("PATCH", Round + "/updates/{digest}", Access.Site, "Uploads an update, or the rest of it.", UploadAsync)
        {
            Content = UploadReceiver.ContentType, Status = 204, MaximumBody = null,
        },
        new("POST", Round + "/updates", Access.Site,
            "Hands in an update that has been uploaded; the same again is answered alike.", SubmitAsync)
        {
            Request = ProtocolJson.Default.SubmitRequest, Answer = ProtocolJson.Default.ReceiptMessage,
        },
        new("POST", Round + "/decline", Access.Site, "Leaves a round.", DeclineAsync)
        {
            Request = ProtocolJson.Default.DeclineRequest, Status = 204,
        },
    ];

    private async Task TellAsync(Call call)
    {
        (RunHost host, RoundId round, string site, BlobId body) = (Host(call), call.Round, call.Caller.Name, call.Blob);
        await receiver.TellAsync(call, body, RoundUploads.DraftOf(round, site, body), host.Uploads.IsComplete(round, site, body));
    }

    private async Task UploadAsync(Call call)
    {
        (RunHost host, RoundId round, string site, BlobId body) = (Host(call), call.Round, call.Caller.Name, call.Blob);
        host.Attendance.Note(site);
        if (!host.IsAwaited(site) || host.State.Round is not { } open || open.Id != round)
        {
            if (!IsAnswered(host, round, site, body)) throw Refuse.Update(ReasonAgainst(host, round, site));
            call.Http.Response.Headers[UploadHeaders.Offset] = UploadReceiver.LengthOf(call.Http).ToString(provider: null);
            call.Http.Response.StatusCode = 204; // it has been counted, and the receipt is what the sender lacks
            return;
        }
        long length = UploadReceiver.LengthOf(call.Http), most = host.LongestBody(open);
        if (length > most)
        {
            await host.DropAsync(round, site, DropReason.Malformed);
            throw Refuse.TooLarge(most, DropReason.Malformed);
        }
        using Activity? span = metrics.Source.Begin("upload", round, site);
        span?.SetTag("bytes", length).Came("broken"); // until it is known to have arrived
        await host.Uploads.BeginAsync(round, site, body);
        bool complete = await receiver.ReceiveAsync(
            call, body, RoundUploads.DraftOf(round, site, body), host.Uploads.Owner, length, host.Uploads.IsComplete(round, site, body));
        span?.Came(complete ? "complete" : "partial");
        if (complete) host.Uploads.Complete(round, site, body);
    }

    private async Task SubmitAsync(Call call)
    {
        SubmitRequest request = await call.ReadAsync(ProtocolJson.Default.SubmitRequest);
        (RunHost host, RoundId round, string site) = (Host(call), call.Round, call.Caller.Name);
        using Activity? span = metrics.Source.Begin("submit", round, site);
        span?.SetTag("bytes", request.Length).Came("refused"); // until there is an answer
        var statement = new UpdateStatement(round, new ClientId(site), request.Body, request.Length, request.Notes);
        signatures.Check(site, statement, request.Signature);
        Receipt receipt = await host.SubmitAsync(round, site, request, call.Cancellation);
        span?.Came(receipt.Reason is { } reason ? JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString()) : "accepted");
        if (!receipt.Accepted) throw Refuse.Update(receipt.Reason!.Value);
        await call.WriteAsync(
            new ReceiptMessage(receipt.Body, Accepted: true, Entry: await host.ProveAsync(round, site, call.Cancellation)),
            ProtocolJson.Default.ReceiptMessage);
    }

    private async Task DeclineAsync(Call call)
    {
        DeclineRequest request = await call.ReadAsync(ProtocolJson.Default.DeclineRequest);
        await Host(call).DropAsync(call.Round, call.Caller.Name, request.Reason);
        await call.DoneAsync();
    }

    private RunHost Host(Call call) => runs.Find(call["run"], call.Caller);

    private static bool IsAnswered(RunHost host, RoundId round, string site, BlobId body) =>
        (RoundOf(host, round)?.Received.TryGetValue(new ClientId(site), out BlobId received) ?? false) && received == body;

    private static DropReason ReasonAgainst(RunHost host, RoundId round, string site) =>
        RoundOf(host, round) is not { } known ? DropReason.TooLate
        : known.Dropped.TryGetValue(new ClientId(site), out DropReason reason) ? reason
        : known.Waiting.Contains(new ClientId(site)) ? DropReason.TooLate
        : DropReason.NotAsked;

    private static RoundState? RoundOf(RunHost host, RoundId round) =>
        host.State.Round is { } open && open.Id == round ? open : host.State.LastRound is { } last && last.Id == round ? last : null;
}
