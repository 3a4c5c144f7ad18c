using Tributary.Core;

namespace Tributary.Cli;

/// <summary>Ends a command because of what it was given.</summary>
internal sealed class ProblemException : Exception
{
    /// <summary>Ends the command with all that is wrong.</summary>
    public ProblemException(IReadOnlyList<Problem> problems) : base(string.Join(" ", problems.Select(problem => problem.Message))) =>
        Problems = problems;

    /// <summary>Ends the command with one problem.</summary>
    public ProblemException(string code, string path, string message) : this([new Problem(code, path, message)])
    {
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
