using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Tributary.Protocol;
using Tributary.Storage;

namespace Tributary.Server;

/// <summary>
/// What every request passes: version, identity, rate, access; and what every failure passes on its way out, so that whoever is refused
/// gets a problem with a code, and nobody a stack trace.
/// </summary>
internal sealed class Gate(
    Authenticator authenticator, Throttle throttle, RefusalLog refusals, ServerMetrics metrics, ILogger logger, ProtocolVersion version,
    CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        long began = Stopwatch.GetTimestamp();
        Caller caller = Caller.Unknown("");
        Operation? operation = http.GetEndpoint()?.Metadata.GetMetadata<Operation>();
        RefusalException? refusal = null;
        http.Response.Headers[ProtocolVersion.Header] = version.ToString();
        try
        {
            CheckVersion(http);
            caller = authenticator.Identify(http);
            throttle.Take(caller, Authenticator.AddressOf(http));
            if (stopping.IsCancellationRequested) throw Refuse.NotNow("The coordinator is stopping.");
            if (operation is null)
            {
                await next(http); // there is no such path or method: routing says which
            }
            else
            {
                Check(operation, caller);
                Limit(operation, http);
                await operation.Handle(new Call(http, caller));
            }
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null })
                refusal = Refuse.OfStatus(http.Response.StatusCode);
        }
        catch (Exception e)
        {
            refusal = Translate(e, http);
        }
        if (refusal is not null) await RefuseAsync(http, caller, refusal);
        metrics.Answered(operation?.Path ?? "none", http.Response.StatusCode, Stopwatch.GetElapsedTime(began));
    }

    private static void CheckVersion(HttpContext http, ProtocolVersion ours)
    {
        string? text = http.Request.Headers[ProtocolVersion.Header];
        if (text is null) return; // a person with a browser or curl
        if (!ProtocolVersion.TryParse(text, out ProtocolVersion theirs))
            throw Refuse.Malformed($"The header '{ProtocolVersion.Header}' is not a version such as '{ours}'.");
        if (!ours.WorksWith(theirs)) throw Refuse.Version(text, ours);
    }

    private void CheckVersion(HttpContext http) => CheckVersion(http, version);

    private static void Check(Operation operation, Caller caller)
    {
        if (operation.Access == Access.Anybody || caller.Is(operation.Access)) return;
        throw caller.IsKnown
            ? Refuse.Forbidden(caller, $"{operation.Method} {operation.Path}")
            : Refuse.Unknown(caller);
    }

    private static void Limit(Operation operation, HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = operation.MaximumBody;
    }

    private RefusalException? Translate(Exception e, HttpContext http)
    {
        switch (e)
        {
            case RefusalException refusal:
                return refusal;
            case BadHttpRequestException bad:
                return Refuse.OfStatus(bad.StatusCode);
            case OperationCanceledException or IOException when http.RequestAborted.IsCancellationRequested:
                return null; // nobody is there to be told
            case OperationCanceledException when stopping.IsCancellationRequested:
                return Refuse.NotNow("The coordinator is stopping.");
            case StorageException:
                Log.Unforeseen(logger, http.Request.Method, http.Request.Path, e);
                return Refuse.NotNow("The store takes nothing at the moment.");
            default:
                Log.Unforeseen(logger, http.Request.Method, http.Request.Path, e);
                return Refuse.Unforeseen();
        }
    }

    private async Task RefuseAsync(HttpContext http, Caller caller, RefusalException refusal)
    {
        try
        {
            string who = caller.IsKnown ? caller.ToString() : Authenticator.AddressOf(http);
            await refusals.AddAsync(refusal.Problem.Code, who, http.Request.Method, http.Request.Path);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.Unforeseen(logger, http.Request.Method, http.Request.Path, e); // the answer is not to depend on the store
        }
        try
        {
            await ProblemAnswer.WriteAsync(http, refusal);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // gone
        }
    }
}
