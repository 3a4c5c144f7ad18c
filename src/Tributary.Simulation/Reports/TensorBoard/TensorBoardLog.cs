using System.Globalization;

namespace Tributary.Simulation;

/// <summary>
/// A run's rounds as TensorBoard scalars: <c>loss/train</c>, <c>accuracy/global</c> and the like, <c>bytes/up</c>, <c>bytes/down</c>.
/// </summary>
/// <remarks>Bytes are totals since the beginning, so that any curve can be read against them.</remarks>
public sealed class TensorBoardLog : IDisposable
{
    private const string Prefix = "events.out.tfevents.";

    private readonly TimeProvider _clock;
    private readonly EventWriter _events;
    private long _bytesUp;
    private long _bytesDown;

    /// <summary>
    /// Begins an event file in <paramref name="folder"/>; those of an earlier run there are removed, or their curves would be mixed.
    /// </summary>
    public TensorBoardLog(OutputFolder folder, TimeProvider clock)
    {
        foreach (string earlier in Directory.EnumerateFiles(folder.Path, Prefix + "*")) File.Delete(earlier);
        _clock = clock;
        string second = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        _events = new EventWriter(folder.Grow($"{Prefix}{second}.{Environment.MachineName}"), Now());
    }

    /// <summary>Adds a round.</summary>
    public void Append(RoundSummary round)
    {
        _bytesUp += round.BytesUp;
        _bytesDown += round.BytesDown;
        var scalars = new List<KeyValuePair<string, double>>
        {
            new("bytes/up", _bytesUp),
            new("bytes/down", _bytesDown),
            new("seconds/round", round.Seconds),
        };
        if (round.TrainLoss is { } loss) scalars.Add(new("loss/train", loss));
        if (round.Epsilon is { } epsilon) scalars.Add(new("privacy/epsilon", epsilon));
        scalars.AddRange(round.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => KeyValuePair.Create(metric.Key + "/global", metric.Value)));
        _events.Write(Now(), round.Round, scalars);
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private double Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
}
