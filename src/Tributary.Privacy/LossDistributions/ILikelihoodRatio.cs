namespace Tributary.Privacy;

/// <summary>
/// The logarithm of the likelihood ratio of a mechanism's outputs: how much likelier an output is with one neighbour than without. Without
/// the neighbour it has one distribution, with it another, and a reflection turns the one into the other.
/// </summary>
internal interface ILikelihoodRatio
{
    /// <summary>How much of both distributions lies on each side of <paramref name="value"/>: P without, Q with the neighbour.</summary>
    Split At(double value);
}
