namespace Tributary.Core;

/// <summary>Something that gives no guarantee at all: with it, epsilon is infinite.</summary>
/// <param name="Reason">Why, for whoever reads the account.</param>
public sealed record NonPrivateEvent(string Reason) : DpEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Problem> Check(string path) => [];
}
