using System.Diagnostics;
using System.Globalization;
using Tributary.Field.Host;

namespace Tributary.Field.Tests;

/// <summary>A process of <c>Tributary.Field.Host</c>, which does what it is told until it is killed.</summary>
internal sealed class ChildHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _said = [];

    private ChildHost(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it has said and was read.</summary>
    public IReadOnlyList<string> Said => _said;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Tributary.Field.Host.dll");

    public static ChildHost Start() => new(Process.Start(new ProcessStartInfo("dotnet", [Program])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Begins a work.</summary>
    /// <param name="work"><c>serve</c> or <c>join</c>.</param>
    /// <param name="folder">Of whom.</param>
    /// <param name="point">When it kills itself.</param>
    public async Task DoAsync(string work, string folder, FaultPoint point)
    {
        _said.Clear();
        await _process.StandardInput.WriteLineAsync($"{work} {folder} {point}");
    }

    /// <summary>Reads what it says until a line begins so; null where it has been killed before.</summary>
    public async Task<string?> UntilAsync(string beginning, CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            _said.Add(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line[beginning.Length..].Trim();
        }
        string errors = await _errors;
        return errors.Length == 0 ? null : throw new InvalidOperationException(errors);
    }

    /// <summary>
    /// Waits until it is killed. Chance decides some moments: one that has not come when the work is done, and stopped, does not come.
    /// </summary>
    /// <param name="done">What it says when its work is done.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Whether it was killed; otherwise it has stopped in order.</returns>
    public async Task<bool> IsKilledAsync(string done, CancellationToken cancellation)
    {
        while (await UntilAsync("", cancellation) is { } line)
            if (line.StartsWith(done, StringComparison.Ordinal)) return await TryStopAsync(cancellation) is null;
        return true;
    }

    /// <summary>Ends the work in order.</summary>
    /// <returns>How often each thing was done to the store.</returns>
    public async Task<Dictionary<string, int>> StopAsync(CancellationToken cancellation) =>
        await TryStopAsync(cancellation) ?? throw new InvalidOperationException("It was killed while it stopped.");

    /// <summary>Ends the work in order, unless it is killed before it has.</summary>
    /// <returns>How often each thing was done to the store; null where it was killed.</returns>
    public async Task<Dictionary<string, int>?> TryStopAsync(CancellationToken cancellation)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync("stop");
        }
        catch (IOException)
        {
            return null;
        }
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        _said.Clear();
        if (await UntilAsync("stopped", cancellation) is null) return null;
        foreach (string[] words in _said.Where(line => line.StartsWith("count ", StringComparison.Ordinal)).Select(line => line.Split(' ')))
            counts[words[1]] = int.Parse(words[2], CultureInfo.InvariantCulture);
        return counts;
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
