namespace Tributary.Core;

/// <summary>A keeper does not answer: what it is asked would reveal more than was agreed, or it was not given what it needs.</summary>
public sealed class KeeperException : Exception
{
    /// <summary>Makes the exception from complete sentences.</summary>
    public KeeperException(string code, string message) : base(message) => Code = code;

    /// <summary>Makes the exception from complete sentences and a cause.</summary>
    public KeeperException(string code, string message, Exception cause) : base(message, cause) => Code = code;

    /// <summary>The code under which <c>docs/problems.md</c> explains the refusal.</summary>
    public string Code { get; }
}
