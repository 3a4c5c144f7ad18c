using Tributary.Training;

namespace Tributary.Cli;

/// <summary>One line on the terminal that says how much of a file is here, written anew for every 64th of it or 8 MiB.</summary>
internal sealed class DownloadDisplay : IProgress<DownloadProgress>
{
    private const long Step = 8 << 20;
    private long _said;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        bool isAll = value.Done == value.Total;
        if (value.Done < _said) _said = 0; // the next file
        if (!isAll && value.Done - _said < Math.Min(Step, value.Total / 64 ?? Step)) return;
        _said = isAll ? 0 : value.Done;
        string of = value.Total is { } total ? $" of {total:N0}" : "";
        Console.Error.Write($"\r{value.File.Name}: {value.Done:N0}{of} bytes{(isAll ? "\n" : "")}");
    }
}
