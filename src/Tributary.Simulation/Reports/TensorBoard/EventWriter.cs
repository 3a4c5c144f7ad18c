namespace Tributary.Simulation;

/// <summary>Writes TensorBoard's event format: protocol buffers of type <c>tensorflow.Event</c>, each in a TFRecord.</summary>
/// <remarks>Field numbers from <c>event.proto</c> and <c>summary.proto</c> of TensorFlow.</remarks>
internal sealed class EventWriter : IDisposable
{
    private readonly Stream _stream;

    /// <summary>Begins a file: readers want the version before anything else.</summary>
    /// <param name="stream">Where to write; closed with the writer.</param>
    /// <param name="wallTime">Now, in seconds since 1970.</param>
    public EventWriter(Stream stream, double wallTime)
    {
        _stream = stream;
        TfRecord.Write(stream, new ProtobufMessage().Double(1, wallTime).Text(3, "brain.Event:2").Bytes);
        stream.Flush();
    }

    /// <summary>Writes the values of one step.</summary>
    public void Write(double wallTime, long step, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        var summary = new ProtobufMessage();
        foreach ((string tag, double value) in scalars)
            summary.Message(1, new ProtobufMessage().Text(1, tag).Single(2, (float)value));
        TfRecord.Write(_stream, new ProtobufMessage().Double(1, wallTime).Integer(2, step).Message(5, summary).Bytes);
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();
}
