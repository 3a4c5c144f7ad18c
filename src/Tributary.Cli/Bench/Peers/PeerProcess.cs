using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Cli;

/// <summary>A peer under one setting: a process that answers a line of JSON by a line of JSON, and stands still in between.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private PeerProcess(Process process, PeerSetting setting)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(); // a pipe that nobody empties would stop the process when it is full
        Setting = setting;
    }

    /// <summary>What it was started with.</summary>
    public PeerSetting Setting { get; }

    /// <summary>The library and the libraries below it, with their versions.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Why its figures should not be quoted, or null.</summary>
    public string? Warning { get; private set; }

    /// <summary>Starts a script; returns once it has said what it is.</summary>
    /// <exception cref="PeerException">It did not start.</exception>
    public static async Task<PeerProcess> StartAsync(
        PeerScripts scripts, string script, PeerSetting setting, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(scripts.Python, scripts.Arguments(script))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in setting.Variables) start.Environment[name] = value;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (scripts.Data is not null) start.Environment[Models.DataFolder.Variable] = scripts.Data;
        var peer = new PeerProcess(Process.Start(start) ?? throw new PeerException($"'{scripts.Python}' cannot be started."), setting);
        try
        {
            JsonObject hello = await peer.ReadAsync(cancellation);
            peer.Name = hello["name"]!.GetValue<string>();
            peer.Warning = hello["warning"]?.GetValue<string>();
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="PeerException">It failed.</exception>
    public async Task<JsonObject> AskAsync(JsonObject request, CancellationToken cancellation)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), cancellation);
            await _process.StandardInput.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            // It has ended; what it said last is read below.
        }
        return await ReadAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<JsonObject> ReadAsync(CancellationToken cancellation)
    {
        if (await _process.StandardOutput.ReadLineAsync(cancellation) is not { } line)
        {
            string[] errors = (await _errors.WaitAsync(cancellation)).Trim().Split('\n');
            throw new PeerException($"The peer ended: {errors[^1]}");
        }
        try
        {
            JsonObject answer = JsonNode.Parse(line)!.AsObject();
            return answer["error"] is { } error ? throw new PeerException($"The peer failed: {error}") : answer;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PeerException($"The peer's answer cannot be read: {line}");
        }
    }
}
