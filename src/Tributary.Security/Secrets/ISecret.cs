namespace Tributary.Security;

/// <summary>Memory that must be zero in the end.</summary>
internal interface ISecret
{
    /// <summary>Whether nothing of the secret is left.</summary>
    bool IsZero { get; }
}
