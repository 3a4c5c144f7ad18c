namespace Tributary.Core;

/// <summary>How far a round has come.</summary>
public enum RoundPhase
{
    /// <summary>Waiting for updates, or for what is asked before them.</summary>
    Open,

    /// <summary>No more updates are taken; keepers answer where there are some, and the aggregate is being made.</summary>
    Closed,

    /// <summary>Its model has been published.</summary>
    Published,

    /// <summary>It ended without a model, for a stated reason.</summary>
    Failed,
}
