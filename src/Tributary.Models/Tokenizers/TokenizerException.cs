namespace Tributary.Models;

/// <summary>A tokenizer's file is missing or broken, or asks for something that would be done differently here.</summary>
public sealed class TokenizerException : DataException
{
    /// <summary>Makes the exception from complete sentences.</summary>
    public TokenizerException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception from complete sentences and its cause.</summary>
    public TokenizerException(string message, Exception cause) : base(message, cause)
    {
    }

    /// <summary>Whether the file may be right, and only this version does not do what it asks for.</summary>
    public bool IsUnsupported { get; init; }
}
