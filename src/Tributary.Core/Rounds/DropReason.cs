namespace Tributary.Core;

/// <summary>Why a client's update is not in a round's aggregate.</summary>
public enum DropReason
{
    /// <summary>It could not be reached, or stopped in the middle.</summary>
    Unavailable,

    /// <summary>It had not answered when the deadline passed.</summary>
    Deadline,

    /// <summary>The round had enough updates already.</summary>
    TooLate,

    /// <summary>Its site does not agree to the question.</summary>
    Refused,

    /// <summary>Its update could not be read, or was out of range.</summary>
    Malformed,

    /// <summary>It is in a sum that could not be opened, or too few of its group were left to begin one.</summary>
    Unopened,

    /// <summary>Its training failed.</summary>
    Failed,

    /// <summary>It was not asked, or it answered twice and differently.</summary>
    NotAsked,

    /// <summary>It is larger than the job allows, by a check of its shares after the close.</summary>
    TooLarge,
}
