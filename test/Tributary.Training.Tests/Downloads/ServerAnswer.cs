namespace Tributary.Training.Tests;

/// <summary>What a server sends before it closes the connection.</summary>
internal sealed record ServerAnswer(int Status, byte[] Body, params string[] Headers)
{
    /// <summary>Bytes under a length that may be another.</summary>
    public static ServerAnswer All(byte[] body, int? length = null, string tag = "\"one\"") =>
        new(200, body, $"Content-Length: {length ?? body.Length}", $"ETag: {tag}");

    /// <summary>The bytes from a place on, as they were asked for.</summary>
    public static ServerAnswer Rest(byte[] whole, int from) =>
        new(206, whole[from..], $"Content-Length: {whole.Length - from}", $"Content-Range: bytes {from}-{whole.Length - 1}/{whole.Length}",
            "ETag: \"one\"");

    /// <summary>Another address.</summary>
    public static ServerAnswer Elsewhere(string url) => new(302, [], "Content-Length: 0", $"Location: {url}");
}
