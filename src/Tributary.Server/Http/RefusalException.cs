using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>A request is refused; the answer is this problem.</summary>
internal sealed class RefusalException(ProblemMessage problem, TimeSpan? retryAfter = null) : Exception(problem.Detail)
{
    public ProblemMessage Problem => problem;

    /// <summary>When to try again, where that would help.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>How much of an upload has arrived, where that is what the sender got wrong.</summary>
    public long? Offset { get; init; }

    /// <summary>The length of a blob, where a range lies beyond it.</summary>
    public long? Length { get; init; }
}
