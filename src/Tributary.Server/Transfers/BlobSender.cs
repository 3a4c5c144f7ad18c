using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Sends a blob, or the part of it that is asked for: RFC 9110, section 14.</summary>
internal static class BlobSender
{
    private const int Piece = 64 << 10;

    public static async Task SendAsync(Call call, BlobId blob, IBlobStore blobs, ServerMetrics metrics)
    {
        HttpResponse response = call.Http.Response;
        long length = await blobs.StatAsync(blob, call.Cancellation) ?? throw Refuse.NotFound();
        response.Headers.ETag = $"\"{blob}\"";
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "private, no-transform";
        if (call.Http.Request.Headers.IfNoneMatch == response.Headers.ETag)
        {
            response.StatusCode = 304;
            return;
        }
        (long begin, long end) = (0, length);
        if (Asked(call.Http.Request, blob, length) is { } range)
        {
            if (range.Begin >= range.End) throw Refuse.Range(length);
            (begin, end) = range;
            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {begin}-{end - 1}/{length}";
        }
        response.ContentType = "application/octet-stream";
        response.ContentLength = end - begin;
        if (HttpMethods.IsHead(call.Http.Request.Method)) return;
        while (begin < end)
        {
            Memory<byte> piece = response.BodyWriter.GetMemory(Piece);
            int read = await blobs.ReadAsync(blob, begin, piece[..(int)Math.Min(piece.Length, end - begin)], call.Cancellation);
            response.BodyWriter.Advance(read);
            metrics.Sent(read);
            begin += read;
            if ((await response.BodyWriter.FlushAsync(call.Cancellation)).IsCompleted) return;
        }
    }

    /// <summary>The part that is asked for; empty where it lies beyond the end; null for the whole.</summary>
    private static (long Begin, long End)? Asked(HttpRequest request, BlobId blob, long length)
    {
        if (request.Headers.IfRange is { Count: > 0 } condition && condition != $"\"{blob}\"") return null;
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out RangeHeaderValue? header)) return null;
        if (header.Unit != "bytes" || header.Ranges.Count != 1) return null; // several parts are as well sent whole
        RangeItemHeaderValue range = header.Ranges.Single();
        if (range.From is { } from) return (from, Math.Min(length, (range.To ?? length - 1) + 1));
        return (Math.Max(0, length - range.To!.Value), length);
    }
}
