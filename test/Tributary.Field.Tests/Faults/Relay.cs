using System.Net;
using System.Net.Sockets;

namespace Tributary.Field.Tests;

/// <summary>
/// An address that stays while what is behind it comes and goes: connections wait until there is something. It can cut them after so
/// many bytes.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly RelayCuts? _cuts;
    private TaskCompletionSource<int> _target = New();
    private long _upstream;

    public Relay(RelayCuts? cuts = null)
    {
        _cuts = cuts;
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Where clients come.</summary>
    public Uri Address => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>How many bytes have gone from clients to the server.</summary>
    public long Upstream => Interlocked.Read(ref _upstream);

    /// <summary>Told how many bytes have gone from clients to the server, at every piece.</summary>
    public Action<long>? OnUpstream { get; set; }

    /// <summary>From now on connections wait.</summary>
    public void Hold()
    {
        if (_target.Task.IsCompleted) _target = New();
    }

    /// <summary>Lets connections through to a port.</summary>
    public void Open(int port) => _target.TrySetResult(port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private static TaskCompletionSource<int> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_stop.Token);
                connections.Add(PassAsync(client));
                connections.RemoveAll(connection => connection.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(Socket client)
    {
        using Socket near = client, far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        near.NoDelay = far.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, await _target.Task.WaitAsync(_stop.Token), _stop.Token);
            var counts = new RelayCount(_cuts);
            await await Task.WhenAny(PumpAsync(near, far, counts, up: true, cut.Token), PumpAsync(far, near, counts, up: false, cut.Token));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // either end is gone
        }
        if (_cuts?.Resets == true)
        {
            near.LingerState = new LingerOption(true, 0); // a reset, and whatever is on its way is lost
            far.LingerState = new LingerOption(true, 0);
        }
        await cut.CancelAsync();
    }

    private async Task PumpAsync(Socket from, Socket to, RelayCount count, bool up, CancellationToken cancellation)
    {
        byte[] piece = new byte[16 << 10];
        while (count.Left(up) is > 0 and var left)
        {
            int read = await from.ReceiveAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)), cancellation);
            if (read == 0) return;
            for (int sent = 0; sent < read;) sent += await to.SendAsync(piece.AsMemory(sent, read - sent), cancellation);
            count.Add(up, read);
            if (!up) continue;
            long upstream = Interlocked.Add(ref _upstream, read);
            OnUpstream?.Invoke(upstream);
        }
    }
}
