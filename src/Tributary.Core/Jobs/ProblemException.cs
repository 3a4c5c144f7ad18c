namespace Tributary.Core;

/// <summary>What was given cannot be worked with; says all that is wrong with it.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>With everything that is wrong; at least one problem.</summary>
    public ProblemException(IReadOnlyList<Problem> problems) : base(string.Join(" ", problems.Select(problem => problem.Message))) =>
        Problems = problems;

    /// <summary>With one problem.</summary>
    public ProblemException(string code, string path, string message) : this([new Problem(code, path, message)])
    {
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
