using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>
/// A party's connection to its coordinator: requests are tried again where the link fails, and every request may be: the coordinator
/// answers the same one twice alike.
/// </summary>
public sealed class CoordinatorConnection : IDisposable
{
    private static readonly JsonTypeInfo<ProblemMessage> _problem = ProtocolJson.Default.ProblemMessage;

    private readonly HttpClient _http;

    /// <summary>Prepares a connection; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">The address is neither https nor on this machine.</exception>
    public CoordinatorConnection(ConnectionOptions options)
    {
        Uri address = options.Coordinator;
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            throw new ArgumentException(
                $"The address {address} is not https, and nothing may travel in the clear. Use https, or a coordinator on this machine.",
                nameof(options));
        Options = options;
        _http = new HttpClient(TrustedHandler.Create(options))
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan, // see Watch
        };
        _http.DefaultRequestHeaders.Add(ProtocolVersion.Header, options.Version.ToString());
        if (options.Token is { } token) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>How the coordinator is reached.</summary>
    public ConnectionOptions Options { get; }

    /// <summary>What the coordinator said it speaks, once it has answered.</summary>
    public ProtocolVersion? Coordinator { get; private set; }

    /// <summary>Whether both parties know what came with a version.</summary>
    public bool Knows(ProtocolVersion since) => Options.Version.IsAtLeast(since) && Coordinator?.IsAtLeast(since) == true;

    /// <summary>Gets a message.</summary>
    /// <exception cref="ProtocolException">The coordinator refused.</exception>
    /// <exception cref="UnreachableException">It could not be reached.</exception>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellation = default) =>
        AskAsync(() => new HttpRequestMessage(HttpMethod.Get, path), answer, TimeSpan.Zero, cancellation);

    /// <summary>Sends a message and gets one.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    /// <param name="path">Where.</param>
    /// <param name="message">What.</param>
    /// <param name="type">Its type.</param>
    /// <param name="answer">The type of the answer.</param>
    /// <param name="held">How long the coordinator may hold the answer back.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<TAnswer> PostAsync<T, TAnswer>(
        string path, T message, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answer, TimeSpan held = default,
        CancellationToken cancellation = default) =>
        AskAsync(() => Json(HttpMethod.Post, path, message, type), answer, held, cancellation);

    /// <summary>Sends a message to which there is no answer but success.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task SendAsync<T>(
        HttpMethod method, string path, T message, JsonTypeInfo<T> type, CancellationToken cancellation = default)
    {
        using HttpResponseMessage response = await TryAsync(
            () => Json(method, path, message, type), HttpCompletionOption.ResponseContentRead, TimeSpan.Zero, cancellation);
    }

    /// <summary>Deletes something.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task DeleteAsync(string path, CancellationToken cancellation = default)
    {
        using HttpResponseMessage response = await TryAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, path), HttpCompletionOption.ResponseContentRead, TimeSpan.Zero, cancellation);
    }

    /// <summary>Opens an answer that comes bit by bit; once, without trying again.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellation = default) =>
        await CheckAsync(await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Whether an exception is the link's fault or passes by itself, so that trying again may help.</summary>
    internal static bool IsOfTheLink(Exception e, CancellationToken cancellation) =>
        e is HttpRequestException { InnerException: not System.Security.Authentication.AuthenticationException } or IOException
            || e is ProtocolException { IsPassing: true }
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static HttpRequestMessage Json<T>(HttpMethod method, string path, T message, JsonTypeInfo<T> type) =>
        new(method, path) { Content = JsonContent.Create(message, type) };

    private async Task<T> AskAsync<T>(
        Func<HttpRequestMessage> request, JsonTypeInfo<T> answer, TimeSpan held, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await TryAsync(request, HttpCompletionOption.ResponseContentRead, held, cancellation);
        try
        {
            return await response.Content.ReadFromJsonAsync(answer, cancellation) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new UnreachableException(
                $"What answers at {Options.Coordinator} is not a coordinator: {e.Message} Check the address.", e);
        }
    }

    private async Task<HttpResponseMessage> TryAsync(
        Func<HttpRequestMessage> make, HttpCompletionOption completion, TimeSpan held, CancellationToken cancellation)
    {
        var patience = new Patience(Options);
        for (; ; )
        {
            using var watch = new Watch(Options.Stall + held, Options.Clock, cancellation);
            TimeSpan? least = null;
            Exception failure;
            try
            {
                using HttpRequestMessage request = make();
                HttpResponseMessage response = await SendAsync(request, completion, watch.Token);
                return await CheckAsync(response, watch.Token);
            }
            catch (ProtocolException e) when (e.IsPassing)
            {
                least = e.RetryAfter;
                failure = e;
            }
            catch (HttpRequestException e) when (e.InnerException is System.Security.Authentication.AuthenticationException)
            {
                throw new UnreachableException(
                    $"The server at {Options.Coordinator} cannot prove that it is the coordinator: {e.InnerException.Message} " +
                    "Nothing was sent. Ask the coordinator's administrator whether its authority has changed.", e);
            }
            catch (Exception e) when (IsOfTheLink(e, cancellation))
            {
                failure = e;
            }
            await patience.WaitAsync(failure, least, cancellation);
        }
    }

    /// <summary>Sends by HTTP/2, whose windows bound what is on its way; a message of its own would go by HTTP/1.1.</summary>
    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellation)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return _http.SendAsync(request, completion, cancellation);
    }

    internal async Task<HttpResponseMessage> CheckAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Headers.TryGetValues(ProtocolVersion.Header, out IEnumerable<string>? values)
            && ProtocolVersion.TryParse(values.First(), out ProtocolVersion version))
            Coordinator = version;
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new ProtocolException(await ReadProblemAsync(response, cancellation), response.Headers.RetryAfter?.Delta);
    }

    private static async Task<ProblemMessage> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            if (await response.Content.ReadFromJsonAsync(_problem, cancellation) is { } problem) return problem;
        }
        catch (JsonException)
        {
            // something between us and the coordinator answered
        }
        int status = (int)response.StatusCode;
        return new ProblemMessage(
            "about:blank", response.ReasonPhrase ?? response.StatusCode.ToString(), status,
            $"The answer has status {status} and no explanation: something other than the coordinator may have sent it. Check the address.",
            ProblemCodes.RefusedByPeer);
    }
}
