using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Something cannot be accounted for.</summary>
public sealed class PrivacyException : Exception
{
    /// <summary>With everything that is wrong; at least one problem.</summary>
    public PrivacyException(IReadOnlyList<Problem> problems) : base(string.Join(" ", problems.Select(problem => problem.Message))) =>
        Problems = problems;

    /// <summary>With one problem.</summary>
    public PrivacyException(string code, string path, string message) : this([new Problem(code, path, message)])
    {
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
