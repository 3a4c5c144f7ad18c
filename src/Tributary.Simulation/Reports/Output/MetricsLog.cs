using System.Text.Json;

namespace Tributary.Simulation;

/// <summary><c>metrics.jsonl</c>: one JSON object a round, written and flushed as the round ends.</summary>
/// <remarks>
/// Members: <c>round</c>, <c>question</c>, <c>trainLoss</c> (the clients' average while they trained), the metrics of the new model on the
/// test
/// data by name (<c>loss</c>, <c>accuracy</c>; only in rounds with an evaluation), <c>seconds</c>, <c>bytesUp</c>, <c>bytesDown</c> (all of
/// this
/// round) and <c>epsilon</c> (since the beginning) for a private run. A number that is not finite is written as null, which is valid JSON.
/// </remarks>
public sealed class MetricsLog : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "metrics.jsonl";

    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins the file in <paramref name="folder"/>.</summary>
    public MetricsLog(OutputFolder folder)
    {
        _stream = folder.Grow(FileName);
        _json = new Utf8JsonWriter(_stream);
    }

    /// <summary>Adds a round.</summary>
    public void Append(RoundSummary round)
    {
        _json.WriteStartObject();
        _json.WriteNumber("round", round.Round);
        _json.WriteString("question", round.Question);
        if (round.TrainLoss is { } loss) WriteFinite("trainLoss", loss);
        foreach ((string name, double value) in round.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
            WriteFinite(name, value);
        WriteFinite("seconds", round.Seconds);
        _json.WriteNumber("bytesUp", round.BytesUp);
        _json.WriteNumber("bytesDown", round.BytesDown);
        if (round.Epsilon is { } epsilon) WriteFinite("epsilon", epsilon);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _stream.WriteByte((byte)'\n');
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    private void WriteFinite(string name, double value)
    {
        if (double.IsFinite(value)) _json.WriteNumber(name, value);
        else _json.WriteNull(name);
    }
}
