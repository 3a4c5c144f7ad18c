namespace Tributary.Core;

/// <summary>A rule that turns contributions into one aggregate.</summary>
public interface IAggregator
{
    /// <summary>The name a job uses.</summary>
    string Name { get; }

    /// <summary>Whether a running sum is enough.</summary>
    Sees Sees { get; }

    /// <summary>Starts the fold of one round.</summary>
    /// <param name="spec">The type of the contributions.</param>
    /// <param name="threads">How many threads may work on it, at least one; the bits do not depend on it.</param>
    IAggregation Begin(UpdateSpec spec, int threads = 1);
}
