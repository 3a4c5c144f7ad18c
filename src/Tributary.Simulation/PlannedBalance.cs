namespace Tributary.Simulation;

/// <summary>How scarce classes are filled up before training.</summary>
/// <param name="Generator">The job that makes the generator, over the same sites.</param>
/// <param name="Examples">How many examples of each class a site trains on at least.</param>
public sealed record PlannedBalance(PlannedJob Generator, int Examples);
