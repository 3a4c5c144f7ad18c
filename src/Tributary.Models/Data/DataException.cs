namespace Tributary.Models;

/// <summary>Data cannot be found, read or divided as asked; the message names the file, line and column and says what to do.</summary>
public class DataException : Exception
{
    /// <summary>Makes the exception from complete sentences.</summary>
    public DataException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception from complete sentences and its cause.</summary>
    public DataException(string message, Exception cause) : base(message, cause)
    {
    }
}
