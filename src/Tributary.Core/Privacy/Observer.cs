namespace Tributary.Core;

/// <summary>Against whom noise protects.</summary>
public enum Observer
{
    /// <summary>Whoever sees the published models, other sites and the public; not whoever runs the coordinator.</summary>
    Public,

    /// <summary>Whoever runs the coordinator, and everybody else.</summary>
    Server,
}
