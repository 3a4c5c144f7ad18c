using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;

namespace Tributary.Cli;

/// <summary>
/// One connection of a simulated agent: TLS 1.3 with its own certificate, and one request at a time over HTTP/2. It exists because a
/// general client would take more of the processor than the coordinator that is measured.
/// </summary>
/// <remarks>RFC 9113. Answers come without a table of headers and with a window that never closes, as the settings ask.</remarks>
internal sealed class Http2Connection : IDisposable
{
    private const int FrameHeader = 9, LongestFrame = 16_384, EndStream = 1, EndHeaders = 4, Acknowledge = 1;
    private static readonly byte[] _preface =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
        0, 0, 18, (byte)FrameType.Settings, 0, 0, 0, 0, 0,
        0, 1, 0, 0, 0, 0, // no table of headers
        0, 2, 0, 0, 0, 0, // no push
        0, 4, 0x7f, 0xff, 0xff, 0xff, // windows of streams
        0, 0, 4, (byte)FrameType.WindowUpdate, 0, 0, 0, 0, 0, 0x7f, 0xff, 0, 0,
    ];

    private readonly Socket _socket;
    private readonly SslStream _tls;
    private readonly byte[] _frame = new byte[FrameHeader + 64];
    private byte[] _input = new byte[1024];
    private byte[] _output = new byte[512];
    private byte[] _body = [];
    private int _begin, _end, _stream = -1, _bodyLength, _status;
    private long _connectionWindow = 65_535, _streamWindow, _initialWindow = 65_535;
    private bool _ended;

    private Http2Connection(Socket socket, SslStream tls)
    {
        _socket = socket;
        _tls = tls;
    }

    /// <summary>Connects and says what this side expects.</summary>
    public static async Task<Http2Connection> ConnectAsync(
        Uri server, SslClientAuthenticationOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = null;
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellation);
            tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
            await tls.AuthenticateAsClientAsync(options, cancellation);
            await tls.WriteAsync(_preface, cancellation);
            return new Http2Connection(socket, tls);
        }
        catch
        {
            if (tls is not null) await tls.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    public async Task<LoadAnswer> AskAsync(ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        _stream += 2;
        (_ended, _status, _bodyLength, _streamWindow) = (false, 0, 0, _initialWindow);
        int length = Put(0, FrameType.Headers, (byte)(EndHeaders | (body.IsEmpty ? EndStream : 0)), headers);
        int first = (int)Math.Min(Math.Min(body.Length, LongestFrame), Math.Min(_streamWindow, _connectionWindow));
        if (first > 0) length = Put(length, FrameType.Data, (byte)(first == body.Length ? EndStream : 0), body[..first]);
        Spend(first);
        await _tls.WriteAsync(_output.AsMemory(0, length), cancellation);
        await SendAsync(body[first..], cancellation);
        while (!_ended) await ReadFrameAsync(cancellation);
        return new LoadAnswer(_status, _body.AsMemory(0, _bodyLength));
    }

    /// <summary>Answers the other side's pings until the connection ends or is cancelled; nothing else is asked meanwhile.</summary>
    public async Task IdleAsync(CancellationToken cancellation)
    {
        for (; ; ) await ReadFrameAsync(cancellation);
    }

    public void Dispose()
    {
        _socket.Dispose(); // without a farewell: thousands of them would be part of the next measurement
        _tls.Dispose();
    }

    private async Task SendAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellation)
    {
        while (!rest.IsEmpty && !_ended)
        {
            int length = 0;
            // As many frames as the windows allow, in records of TLS as long as they can be.
            while (!rest.IsEmpty && length < 4 * LongestFrame)
            {
                int next = (int)Math.Min(Math.Min(rest.Length, LongestFrame), Math.Min(_streamWindow, _connectionWindow));
                if (next <= 0) break;
                length = Put(length, FrameType.Data, (byte)(next == rest.Length ? EndStream : 0), rest[..next]);
                Spend(next);
                rest = rest[next..];
            }
            if (length > 0) await _tls.WriteAsync(_output.AsMemory(0, length), cancellation);
            else await ReadFrameAsync(cancellation);
        }
    }

    private void Spend(int bytes)
    {
        _streamWindow -= bytes;
        _connectionWindow -= bytes;
    }

    /// <summary>Puts a frame of the request's stream into the output.</summary>
    private int Put(int at, FrameType type, byte flags, ReadOnlyMemory<byte> content)
    {
        int end = at + FrameHeader + content.Length;
        if (end > _output.Length) Array.Resize(ref _output, Math.Max(end, 2 * _output.Length));
        Span<byte> frame = _output.AsSpan(at);
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length << 8 | (byte)type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame[5..], _stream);
        content.Span.CopyTo(frame[FrameHeader..]);
        return end;
    }

    private async ValueTask ReadFrameAsync(CancellationToken cancellation)
    {
        await FillAsync(FrameHeader, cancellation);
        int length = BinaryPrimitives.ReadInt32BigEndian(_input.AsSpan(_begin)) >>> 8;
        await FillAsync(FrameHeader + length, cancellation);
        int start = _begin;
        _begin += FrameHeader + length;
        int answer = Take(_input.AsSpan(start, FrameHeader), _input.AsSpan(start + FrameHeader, length));
        if (answer > 0) await _tls.WriteAsync(_frame.AsMemory(0, answer), cancellation);
    }

    /// <summary>Notes what a frame says; the length of what is to be answered.</summary>
    private int Take(ReadOnlySpan<byte> header, ReadOnlySpan<byte> content)
    {
        var type = (FrameType)header[3];
        bool ours = BinaryPrimitives.ReadInt32BigEndian(header[5..]) == _stream, acknowledges = (header[4] & Acknowledge) != 0;
        switch (type)
        {
            case FrameType.Headers when ours:
                if (_status == 0) _status = StatusOf(content);
                _ended |= (header[4] & EndStream) != 0;
                break;
            case FrameType.Data when ours:
                int bytes = _bodyLength + content.Length;
                if (bytes > _body.Length) Array.Resize(ref _body, Math.Max(bytes, 2 * _body.Length));
                content.CopyTo(_body.AsSpan(_bodyLength));
                _bodyLength = bytes;
                _ended |= (header[4] & EndStream) != 0;
                break;
            case FrameType.ResetStream when ours:
                _ended = true;
                break;
            case FrameType.Settings when !acknowledges:
                TakeSettings(content);
                return Answer(FrameType.Settings, []);
            case FrameType.Ping when !acknowledges:
                return Answer(FrameType.Ping, content);
            case FrameType.WindowUpdate:
                int more = BinaryPrimitives.ReadInt32BigEndian(content);
                if (BinaryPrimitives.ReadInt32BigEndian(header[5..]) == 0) _connectionWindow += more;
                else if (ours) _streamWindow += more;
                break;
            case FrameType.GoAway:
                throw new IOException("The coordinator said goodbye.");
        }
        return 0;
    }

    private void TakeSettings(ReadOnlySpan<byte> settings)
    {
        for (; settings.Length >= 6; settings = settings[6..])
        {
            if (BinaryPrimitives.ReadInt16BigEndian(settings) != 4) continue;
            int window = BinaryPrimitives.ReadInt32BigEndian(settings[2..]);
            _streamWindow += window - _initialWindow;
            _initialWindow = window;
        }
    }

    private int Answer(FrameType type, ReadOnlySpan<byte> content)
    {
        BinaryPrimitives.WriteInt32BigEndian(_frame, content.Length << 8 | (byte)type);
        _frame[4] = Acknowledge;
        _frame.AsSpan(5, 4).Clear();
        content.CopyTo(_frame.AsSpan(FrameHeader));
        return FrameHeader + content.Length;
    }

    private async ValueTask FillAsync(int bytes, CancellationToken cancellation)
    {
        if (_end - _begin >= bytes) return;
        if (_begin + bytes > _input.Length)
        {
            byte[] input = bytes > _input.Length ? new byte[bytes + 1024] : _input;
            _input.AsSpan(_begin, _end - _begin).CopyTo(input);
            (_input, _end, _begin) = (input, _end - _begin, 0);
        }
        while (_end - _begin < bytes)
        {
            int read = await _tls.ReadAsync(_input.AsMemory(_end), cancellation);
            if (read == 0) throw new IOException("The coordinator has closed the connection.");
            _end += read;
        }
        if (_begin == _end) (_begin, _end) = (0, 0);
    }

    /// <summary>The status stands first, after a change of the table's size at most: indexed, or three digits.</summary>
    private static int StatusOf(ReadOnlySpan<byte> block)
    {
        while (block.Length > 0 && (block[0] & 0xe0) == 0x20) block = block[1..];
        return block switch
        {
            [0x88, ..] => 200,
            [0x89, ..] => 204,
            [0x8a, ..] => 206,
            [0x8b, ..] => 304,
            [0x8c, ..] => 400,
            [0x8d, ..] => 404,
            [0x8e, ..] => 500,
            [_, 3, >= (byte)'0' and <= (byte)'9', ..] => 100 * (block[2] - '0') + 10 * (block[3] - '0') + block[4] - '0',
            _ => -1,
        };
    }
}
