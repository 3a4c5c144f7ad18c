namespace Tributary.Core;

/// <summary>An update is not what its pipeline makes or takes. The session turns it into a dropped client; it crosses no seam.</summary>
public sealed class MalformedUpdateException : Exception
{
    /// <summary>Makes the exception from a complete sentence that reveals nothing of the update's values.</summary>
    public MalformedUpdateException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception from a complete sentence that reveals nothing of the update's values, and its cause.</summary>
    public MalformedUpdateException(string message, Exception cause) : base(message, cause)
    {
    }
}
