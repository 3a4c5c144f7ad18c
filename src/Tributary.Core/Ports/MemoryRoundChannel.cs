namespace Tributary.Core;

/// <summary>Messages between parties in this process; any number of threads.</summary>
public sealed class MemoryRoundChannel : IRoundChannel
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(RoundId Round, string Stage, ClientId To), List<RoundMessage>> _boxes = [];

    /// <inheritdoc/>
    public ValueTask PostAsync(IReadOnlyList<RoundMessage> messages, CancellationToken cancellation = default)
    {
        lock (_lock)
            foreach (RoundMessage message in messages)
            {
                var address = (message.Round, message.Stage, message.To);
                if (!_boxes.TryGetValue(address, out List<RoundMessage>? box)) _boxes[address] = box = [];
                if (!box.Any(other => other.From == message.From && other.Body.Span.SequenceEqual(message.Body.Span))) box.Add(message);
            }
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RoundMessage>> ReadAsync(
        RoundId round, string stage, ClientId to, CancellationToken cancellation = default)
    {
        lock (_lock) return new(_boxes.TryGetValue((round, stage, to), out List<RoundMessage>? box) ? [.. box] : []);
    }

    /// <summary>Throws away the messages of a round that is over.</summary>
    public void Forget(RoundId round)
    {
        lock (_lock)
            foreach (var address in _boxes.Keys.Where(address => address.Round == round).ToArray()) _boxes.Remove(address);
    }
}
