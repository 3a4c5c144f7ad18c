using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Writes refusals: problem details of RFC 9457.</summary>
internal static class ProblemAnswer
{
    public const string ContentType = "application/problem+json";

    public static async Task WriteAsync(HttpContext http, RefusalException refusal)
    {
        if (http.Response.HasStarted)
        {
            http.Abort(); // the answer is half sent, and half an answer must not pass for a whole one
            return;
        }
        string? version = http.Response.Headers[ProtocolVersion.Header];
        http.Response.Clear();
        http.Response.Headers[ProtocolVersion.Header] = version;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = refusal.Problem.Status;
        http.Response.ContentType = ContentType;
        if (refusal.Problem.Status == 401) http.Response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.RetryAfter is { } after)
            http.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (refusal.Offset is { } offset)
            http.Response.Headers[UploadHeaders.Offset] = offset.ToString(CultureInfo.InvariantCulture);
        if (refusal.Length is { } length) http.Response.Headers.ContentRange = $"bytes */{length}";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(refusal.Problem, ProtocolJson.Default.ProblemMessage);
        http.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
