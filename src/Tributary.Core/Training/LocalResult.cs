namespace Tributary.Core;

/// <summary>What a client says of its answer; the numbers themselves are in <see cref="LocalTask.Values"/>.</summary>
/// <param name="Examples">How many examples it rests on; its weight where the job weighs by examples.</param>
/// <param name="Metrics">Averages over those examples, in the order of the question's metrics.</param>
public sealed record LocalResult(double Examples, IReadOnlyList<double> Metrics);
