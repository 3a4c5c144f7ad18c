namespace Tributary.Core;

/// <summary>A rule that turns contributions into one aggregate.</summary>
public interface IAggregator
{
    /// <summary>The name a job uses.</summary>
    string Name { get; }

    /// <summary>Whether a running sum is enough.</summary>
    Sees Sees { get; }

    /// <summary>Starts the fold of one round.</summary>
    IAggregation Begin(UpdateSpec spec);
}
