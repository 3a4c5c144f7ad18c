using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tributary.Server;

/// <summary>Measurements of a coordinator: of all sites together, never of one.</summary>
internal sealed class ServerMetrics : IDisposable
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "Tributary.Server";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _refusals, _checkIns, _updates, _received, _sent, _rounds, _drops;
    private readonly Histogram<double> _requests, _durations;
    private long _held;

    public ServerMetrics()
    {
        _requests = _meter.CreateHistogram<double>("tributary.server.request.duration", "s", "Requests by operation and status.");
        _refusals = _meter.CreateCounter<long>("tributary.server.refusals", null, "Refused requests by code.");
        _checkIns = _meter.CreateCounter<long>("tributary.server.check_ins", null, "Check-ins by what came of them.");
        _updates = _meter.CreateCounter<long>("tributary.server.updates", null, "Updates handed in by what came of them.");
        _received = _meter.CreateCounter<long>("tributary.server.received", "By", "Bytes of uploads.");
        _sent = _meter.CreateCounter<long>("tributary.server.sent", "By", "Bytes of downloads.");
        _rounds = _meter.CreateCounter<long>("tributary.server.rounds", null, "Rounds by what came of them.");
        _drops = _meter.CreateCounter<long>("tributary.server.drops", null, "Updates that do not count, by reason.");
        _durations = _meter.CreateHistogram<double>("tributary.server.round.duration", "s", "From a round's opening to its model.");
        _meter.CreateObservableGauge("tributary.server.check_ins.held", () => Interlocked.Read(ref _held), null, "Check-ins that wait.");
        Source = new ActivitySource(Name);
    }

    public ActivitySource Source { get; }

    public void Refused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Answered(string operation, int status, TimeSpan time) => _requests.Record(
        time.TotalSeconds,
        new KeyValuePair<string, object?>("http.route", operation),
        new KeyValuePair<string, object?>("http.response.status_code", status));

    public void CheckedIn(bool work) => _checkIns.Add(1, new KeyValuePair<string, object?>("work", work));

    public void Held(int change) => Interlocked.Add(ref _held, change);

    public void HandedIn(bool accepted) => _updates.Add(1, new KeyValuePair<string, object?>("accepted", accepted));

    public void Received(long bytes) => _received.Add(bytes);

    public void Sent(long bytes) => _sent.Add(bytes);

    public void RoundEnded(string how, TimeSpan time)
    {
        _rounds.Add(1, new KeyValuePair<string, object?>("outcome", how));
        _durations.Record(time.TotalSeconds);
    }

    public void Dropped(string reason) => _drops.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose()
    {
        Source.Dispose();
        _meter.Dispose();
    }
}
