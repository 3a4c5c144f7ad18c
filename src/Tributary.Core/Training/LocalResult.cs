namespace Tributary.Core;

/// <summary>A client's answer, before any stage.</summary>
/// <param name="Values">
/// The numbers of the answer's segments, one after another: for <c>train</c>, local parameters minus global ones.
/// </param>
/// <param name="Examples">How many examples it rests on; its weight where the job weighs by examples.</param>
/// <param name="Metrics">Averages over those examples, in the order of the question's metrics.</param>
public sealed record LocalResult(float[] Values, double Examples, IReadOnlyList<double> Metrics);
