namespace Tributary.Core;

/// <summary>Several events on the same data, each of which may have been chosen after the results of those before it.</summary>
/// <param name="Events">The events, in any order.</param>
public sealed record ComposedEvent(IReadOnlyList<DpEvent> Events) : DpEvent
{
    /// <inheritdoc/>
    public bool Equals(ComposedEvent? other) => other is not null && Events.SequenceEqual(other.Events);

    /// <inheritdoc/>
    public override int GetHashCode() => Events.Aggregate(Events.Count, HashCode.Combine);

    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) => Events.SelectMany((part, i) => part.Check($"{path}.events[{i}]"));
}
