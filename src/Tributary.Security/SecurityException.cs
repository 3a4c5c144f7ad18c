namespace Tributary.Security;

/// <summary>Something that was protected does not open: a forged, damaged or inconsistent message, or too few of them.</summary>
public sealed class SecurityException : Exception
{
    /// <summary>With what is wrong, why it matters and what to do.</summary>
    public SecurityException(string message) : base(message)
    {
    }

    /// <summary>With what is wrong and what it came from.</summary>
    public SecurityException(string message, Exception inner) : base(message, inner)
    {
    }
}
