using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tributary.Training.Tests;

/// <summary>
/// A server of one file at this machine, which does what a test says: it cuts connections, lies about lengths, sends elsewhere.
/// </summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<IReadOnlyDictionary<string, string>, int, ServerAnswer> _answer;

    /// <summary>Begins to answer.</summary>
    /// <param name="answer">By the request's headers, and how many came before it.</param>
    public FileServer(Func<IReadOnlyDictionary<string, string>, int, ServerAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/sets/rows.csv");

    /// <summary>The headers of every request.</summary>
    public List<IReadOnlyDictionary<string, string>> Requests { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [""] = await reader.ReadLineAsync() ?? "" };
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        ServerAnswer answer = _answer(headers, Requests.Count);
        Requests.Add(headers);
        string said = string.Concat(answer.Headers.Select(one => $"{one}\r\n"));
        string head = $"HTTP/1.1 {answer.Status} Said\r\nConnection: close\r\n{said}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(answer.Body);
        await stream.FlushAsync();
    }
}
