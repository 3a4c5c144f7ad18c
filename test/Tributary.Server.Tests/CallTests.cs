using Microsoft.AspNetCore.Http;
using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>What becomes of a message that cannot be read to its end.</summary>
public sealed class CallTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    public async Task A_body_that_is_refused_while_it_is_read_is_told_as_what_it_is(int pieces)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/json";
        http.Request.Body = new RefusedBody(pieces);
        var call = new Call(http, default!);
        var refused = await Assert.ThrowsAsync<BadHttpRequestException>(() => call.ReadAsync(ProtocolJson.Default.MailRequest));
        Assert.Equal(413, refused.StatusCode);
    }

    /// <summary>Gives some of a long text, and then says that it is too long, as the web server does.</summary>
    private sealed class RefusedBody(int pieces) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (buffer.IsEmpty) return 0; // asks whether there is something
            if (_given++ == pieces) throw new BadHttpRequestException("Request body too large.", 413);
            buffer.Span.Fill((byte)'x');
            if (_given == 1) "{\"to\":\""u8.CopyTo(buffer.Span);
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
