namespace Tributary.Protocol;

/// <summary>A coordinator refused a request; trying again at once would not help.</summary>
public sealed class ProtocolException(ProblemMessage problem, TimeSpan? retryAfter = null) : Exception(problem.Detail)
{
    /// <summary>What went wrong.</summary>
    public ProblemMessage Problem { get; } = problem;

    /// <summary>When the coordinator asks to be tried again, where that would help.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether the reason passes by itself: too many requests, a coordinator that stops, a body that came too slowly.</summary>
    public bool IsPassing => Problem.Status is 408 or 429 or 503;
}
