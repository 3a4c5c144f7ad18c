namespace Tributary.Storage;

/// <summary>A store cannot be opened, read, written or copied; nothing is half done.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Makes the exception from one of <see cref="Tributary.Core.ProblemCodes"/> and complete sentences.</summary>
    public StorageException(string code, string message, Exception? cause = null) : base(message, cause) => Code = code;

    /// <summary>The code of the problem; <c>docs/problems.md</c> has a section for each.</summary>
    public string Code { get; }
}
