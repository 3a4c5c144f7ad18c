namespace Tributary.Core;

/// <summary>A client's name within a federation.</summary>
public readonly record struct ClientId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
