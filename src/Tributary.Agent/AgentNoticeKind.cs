namespace Tributary.Agent;

/// <summary>What an agent tells whoever watches it.</summary>
public enum AgentNoticeKind
{
    /// <summary>The coordinator answers, for the first time or again.</summary>
    Connected,

    /// <summary>The coordinator cannot be reached; the agent goes on trying.</summary>
    Unreachable,

    /// <summary>There is a new certificate.</summary>
    Renewed,

    /// <summary>A job waits for a person.</summary>
    NeedsPerson,

    /// <summary>The site takes part in a run.</summary>
    Approved,

    /// <summary>The site does not take part in a run.</summary>
    Declined,

    /// <summary>A round is being worked on.</summary>
    Working,

    /// <summary>An update was accepted.</summary>
    Accepted,

    /// <summary>A model was measured.</summary>
    Measured,

    /// <summary>An update does not count.</summary>
    Dropped,

    /// <summary>Something went wrong in a run; others go on.</summary>
    Failed,

    /// <summary>A run is over.</summary>
    Ended,
}
