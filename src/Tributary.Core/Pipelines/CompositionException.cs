namespace Tributary.Core;

/// <summary>Parts of a job do not fit together; the message says what is wrong, why it matters and what to do.</summary>
public sealed class CompositionException : Exception
{
    /// <summary>Makes the exception from a code of <see cref="ProblemCodes"/> and complete sentences.</summary>
    public CompositionException(string code, string message) : base(message) => Code = code;

    /// <summary>The code under which <c>docs/problems.md</c> explains the refusal.</summary>
    public string Code { get; }
}
