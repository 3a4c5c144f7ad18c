using System.Net;
using System.Net.Sockets;

namespace Tributary.Server.Tests;

/// <summary>A link that breaks whenever so many bytes have gone one way, and counts them.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly bool _up;
    private readonly int _every;
    private readonly Task _loop;
    private long _forwarded;
    private int _cuts;

    /// <param name="target">Where to.</param>
    /// <param name="up">Whether bytes to the server count, or those from it.</param>
    /// <param name="every">After how many bytes of one connection it breaks.</param>
    public CuttingProxy(Uri target, bool up, int every)
    {
        (_port, _up, _every) = (target.Port, up, every);
        _listener.Start();
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _loop = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>All bytes that went the way that counts.</summary>
    public long Forwarded => Interlocked.Read(ref _forwarded);

    public int Cuts => Volatile.Read(ref _cuts);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var links = new List<Task>();
        try
        {
            while (true) links.Add(LinkAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(links);
        }
    }

    private async Task LinkAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _port);
            await Task.WhenAny(PumpAsync(client, server, _up), PumpAsync(server, client, !_up));
            server.Close();
            client.Close();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool counts)
    {
        byte[] buffer = new byte[16 << 10];
        int left = counts ? _every : int.MaxValue;
        try
        {
            while (left > 0)
            {
                int read = await from.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)), _stop.Token);
                if (read == 0) return;
                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
                if (!counts) continue;
                left -= read;
                Interlocked.Add(ref _forwarded, read);
            }
            Interlocked.Increment(ref _cuts);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // the other direction has ended
        }
    }
}
