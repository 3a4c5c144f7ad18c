namespace Tributary.Tensors;

/// <summary>A safetensors body breaks the format or does not hold what was asked of it; the message says where and what to do.</summary>
public sealed class SafetensorsException : Exception
{
    /// <summary>Makes the exception from complete sentences.</summary>
    public SafetensorsException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception from complete sentences and its cause.</summary>
    public SafetensorsException(string message, Exception cause) : base(message, cause)
    {
    }
}
