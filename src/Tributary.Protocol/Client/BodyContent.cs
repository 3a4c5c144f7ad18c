using System.Net;

namespace Tributary.Protocol;

/// <summary>The rest of a body as the content of a request, written bit by bit under a watch.</summary>
internal sealed class BodyContent(ReadOnlyMemory<byte> rest, Watch watch) : HttpContent
{
    private const int Piece = 1 << 16;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (ReadOnlyMemory<byte> left = rest; !left.IsEmpty;)
        {
            int length = Math.Min(Piece, left.Length);
            await stream.WriteAsync(left[..length], watch.Token);
            watch.Moved();
            left = left[length..];
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = rest.Length;
        return true;
    }
}
