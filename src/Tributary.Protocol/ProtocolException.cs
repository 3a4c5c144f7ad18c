namespace Tributary.Protocol;

/// <summary>A coordinator refused a request; trying again would not help.</summary>
public sealed class ProtocolException(ProblemMessage problem) : Exception(problem.Detail)
{
    /// <summary>What went wrong.</summary>
    public ProblemMessage Problem { get; } = problem;
}
