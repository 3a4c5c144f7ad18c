using System.Diagnostics;
using System.Text;

namespace Tributary.Field.Tests;

/// <summary>A program that goes on in the background; killed at the end if it has not stopped.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _printed = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything it has printed.</summary>
    public string Printed
    {
        get
        {
            lock (_lock) return _printed.ToString();
        }
    }

    /// <summary>Waits until it has printed something.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public async Task WaitForAsync(string text)
    {
        for (; ; )
        {
            Task changed;
            lock (_lock)
            {
                if (_printed.ToString().Contains(text, StringComparison.Ordinal)) return;
                changed = _changed.Task;
            }
            Task exit = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (await Task.WhenAny(changed, exit) == exit && !Printed.Contains(text, StringComparison.Ordinal))
                throw new InvalidOperationException($"The program ended before it said '{text}'. It printed:\n{Printed}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_lock)
        {
            _printed.AppendLine(line);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
