using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>One request of somebody who may ask it.</summary>
internal sealed class Call(HttpContext http, Caller caller)
{
    public HttpContext Http => http;

    public Caller Caller => caller;

    /// <summary>Whoever asked has gone, or the coordinator stops.</summary>
    public CancellationToken Cancellation => http.RequestAborted;

    /// <summary>A part of the path.</summary>
    public string this[string name] => (string)http.GetRouteValue(name)!;

    /// <summary>The digest in the path.</summary>
    public BlobId Blob => BlobId.TryParse(this["digest"], out BlobId blob)
        ? blob
        : throw Refuse.Malformed("A blob is named by its SHA-256 digest in 64 lower-case hexadecimal digits.");

    /// <summary>The round in the path.</summary>
    public RoundId Round => new(this["run"], int.TryParse(this["round"], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw Refuse.Malformed("A round has a number."));

    /// <summary>A number in the query, or <paramref name="otherwise"/>.</summary>
    public long Query(string name, long otherwise) =>
        http.Request.Query[name].ToString() is not { Length: > 0 } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Refuse.Malformed($"'{name}' in the query is not a number.");

    /// <summary>The message in the request.</summary>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
    {
        if (!http.Request.HasJsonContentType())
            throw Refuse.Malformed("The body is not announced as application/json, so it is not read. Set 'Content-Type'.", 415);
        try
        {
            // Not from the body's pipe: that has been seen to fail in a way of its own where a body turned out to be too long.
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, Cancellation)
                ?? throw new JsonException("null is no message.");
        }
        catch (JsonException e)
        {
            throw Refuse.Malformed($"The message cannot be read: {e.Message} Nothing of it was done. See the protocol's description.");
        }
    }

    /// <summary>Answers with a message.</summary>
    public async Task WriteAsync<T>(T message, JsonTypeInfo<T> type, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(message, type);
        http.Response.ContentLength = bytes.Length;
        http.Response.BodyWriter.Write(bytes);
        await http.Response.BodyWriter.FlushAsync(Cancellation);
    }

    /// <summary>Answers with text.</summary>
    public async Task WriteTextAsync(string text, string type = "text/plain; charset=utf-8")
    {
        http.Response.ContentType = type;
        http.Response.Headers.CacheControl = "no-store";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, Cancellation);
    }

    /// <summary>Answers with success alone.</summary>
    public Task DoneAsync()
    {
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }
}
