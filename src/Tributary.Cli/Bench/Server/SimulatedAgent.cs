using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>
/// A site as the coordinator sees it: a connection and a certificate of its own. It does not train, but sends what is ready.
/// </summary>
internal sealed class SimulatedAgent(LoadIdentity identity, Uri coordinator) : IDisposable
{
    private Http2Connection? _connection;
    private (string Run, int Wait) _question;
    private (ReadOnlyMemory<byte> Headers, ReadOnlyMemory<byte> Body) _checkIn;

    /// <summary>Its name.</summary>
    public string Site => identity.Site;

    /// <summary>Connects.</summary>
    public async Task ConnectAsync(CancellationToken cancellation) =>
        _connection = await Http2Connection.ConnectAsync(coordinator, identity.Tls, cancellation);

    /// <summary>Keeps the connection, and does nothing else with it.</summary>
    public Task IdleAsync(CancellationToken cancellation) => Connected.IdleAsync(cancellation);

    /// <summary>Asks for work.</summary>
    /// <param name="run">For which run.</param>
    /// <param name="wait">How long the answer may be held back, in seconds.</param>
    /// <param name="cancellation">Ends the connection.</param>
    /// <returns>The work, or null.</returns>
    public async Task<InvitationMessage?> CheckInAsync(string run, int wait, CancellationToken cancellation)
    {
        if (_question != (run, wait))
        {
            _checkIn = Message("POST", Routes.CheckIn, new CheckInRequest(wait, [run]), ProtocolJson.Default.CheckInRequest);
            _question = (run, wait);
        }
        LoadAnswer answer = await AskAsync(_checkIn.Headers, _checkIn.Body, cancellation);
        // Reading thousands of answers that say nothing would cost the machine as much as making them.
        return answer.Body.Span.StartsWith("{\"invitation\":null"u8)
            ? null
            : JsonSerializer.Deserialize(answer.Body.Span, ProtocolJson.Default.CheckInAnswer)!.Invitation;
    }

    /// <summary>Agrees to a job, or does not.</summary>
    public Task ConsentAsync(string run, BlobId job, bool approved, CancellationToken cancellation)
    {
        string signature = new ConsentStatement(run, new ClientId(Site), job, approved).Sign(identity.Key);
        return PostAsync(
            Routes.Consent(run), new ConsentMessage(approved, job, "bench", null, signature), ProtocolJson.Default.ConsentMessage,
            cancellation);
    }

    /// <summary>Leaves a round.</summary>
    public Task DeclineAsync(RoundId round, CancellationToken cancellation) =>
        PostAsync(Routes.Decline(round), new DeclineRequest(DropReason.Unavailable), ProtocolJson.Default.DeclineRequest, cancellation);

    /// <summary>Uploads an update and hands it in.</summary>
    public async Task HandInAsync(RoundId round, ReadOnlyMemory<byte> update, BlobId digest, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> headers = Headers("PATCH", Routes.Update(round, digest), "application/offset+octet-stream", update.Length)
            .With("upload-offset", "0").With("upload-length", $"{update.Length}").Bytes;
        await AskAsync(headers, update, cancellation);
        string signature = new UpdateStatement(round, new ClientId(Site), digest, update.Length).Sign(identity.Key);
        await PostAsync(
            Routes.Updates(round), new SubmitRequest(digest, update.Length, signature), ProtocolJson.Default.SubmitRequest, cancellation);
    }

    public void Dispose() => _connection?.Dispose();

    private Http2Connection Connected => _connection ?? throw new InvalidOperationException("The agent is not connected.");

    private Task<LoadAnswer> PostAsync<T>(string path, T message, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        (ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> body) = Message("POST", path, message, type);
        return AskAsync(headers, body, cancellation);
    }

    private async Task<LoadAnswer> AskAsync(ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        LoadAnswer answer = await Connected.AskAsync(headers, body, cancellation);
        return answer.Status is 200 or 204
            ? answer
            : throw new InvalidOperationException(
                $"The coordinator answered {Site} with {answer.Status}: {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    private (ReadOnlyMemory<byte> Headers, ReadOnlyMemory<byte> Body) Message<T>(
        string method, string path, T message, JsonTypeInfo<T> type)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(message, type);
        return (Headers(method, path, "application/json", body.Length).Bytes, body);
    }

    private HeaderBlock Headers(string method, string path, string type, int length) =>
        new HeaderBlock(method, coordinator.Authority, path).With("content-type", type).With("content-length", $"{length}")
            .With("tributary-protocol", ProtocolVersion.Current.ToString());
}
