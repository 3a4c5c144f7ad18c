namespace Tributary.Protocol;

/// <summary>The headers of a resumable upload.</summary>
public static class UploadHeaders
{
    /// <summary>In a request: where its content begins. In an answer: how many bytes have arrived.</summary>
    public const string Offset = "Upload-Offset";

    /// <summary>The length of the whole upload.</summary>
    public const string Length = "Upload-Length";
}
