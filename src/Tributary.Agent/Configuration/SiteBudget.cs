using Tributary.Core;

namespace Tributary.Agent;

/// <summary>The most that all jobs together may tell of a site's data.</summary>
/// <param name="Epsilon">Above 0.</param>
/// <param name="Delta">The probability with which that may fail, between 0 and 1.</param>
public sealed record SiteBudget(double Epsilon, double Delta) : IChecked
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Epsilon > 0 && double.IsFinite(Epsilon)))
            yield return Problem.OutOfRange($"{path}.epsilon",
                $"With an epsilon of {Epsilon} no job could tell anything. Give a number above 0, such as 8.");
        if (!(Delta > 0 && Delta < 1))
            yield return Problem.OutOfRange($"{path}.delta",
                $"Delta is {Delta}, and it is a probability. Give a number between 0 and 1, such as 1e-6.");
    }
}
