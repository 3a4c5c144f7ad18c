using System.Net;

namespace Tributary.Server.Tests;

/// <summary>Content of which the last byte waits.</summary>
internal sealed class HeldContent(byte[] content, Task gate) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(content.AsMemory(0, content.Length - 1));
        await stream.FlushAsync();
        await gate;
        await stream.WriteAsync(content.AsMemory(content.Length - 1));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}
