using Tributary.Core;

namespace Tributary.Cli;

/// <summary>Prints problems where errors belong.</summary>
internal static class ProblemPrinter
{
    /// <summary>One problem, one line: code, place, and what is wrong, why it matters, what to do.</summary>
    public static void Print(Problem problem) => Console.Error.WriteLine($"error {problem.Code} at {problem.Path}: {problem.Message}");
}
