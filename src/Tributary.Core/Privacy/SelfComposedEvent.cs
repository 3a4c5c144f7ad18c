namespace Tributary.Core;

/// <summary>One event many times, each with fresh noise and fresh samples.</summary>
/// <param name="Event">The event.</param>
/// <param name="Count">How many times, at least 1.</param>
public sealed record SelfComposedEvent(DpEvent Event, long Count) : DpEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) => [.. CheckCount(Count, "count", path), .. Event.Check($"{path}.event")];
}
