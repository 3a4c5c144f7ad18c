using Tributary.Core;

namespace Tributary.Agent;

/// <summary>A site cannot do what it was asked, for reasons that somebody there can mend.</summary>
public sealed class SiteException : Exception
{
    /// <summary>Everything that is wrong.</summary>
    public SiteException(IReadOnlyList<Problem> problems, Exception? cause = null)
        : base(string.Join(" ", problems.Select(problem => problem.Message)), cause) => Problems = problems;

    /// <summary>One thing that is wrong.</summary>
    public SiteException(string code, string path, string message, Exception? cause = null)
        : this([new Problem(code, path, message)], cause)
    {
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
