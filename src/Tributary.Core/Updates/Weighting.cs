namespace Tributary.Core;

/// <summary>How much each client's update counts in the mean.</summary>
public enum Weighting
{
    /// <summary>By the number of examples it trained on.</summary>
    Examples,

    /// <summary>All alike.</summary>
    Uniform,
}
