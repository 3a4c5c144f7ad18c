namespace Tributary.Agent;

/// <summary>What a site's policy says about a job.</summary>
public enum Verdict
{
    /// <summary>The site takes part.</summary>
    Approved,

    /// <summary>A person decides.</summary>
    NeedsPerson,

    /// <summary>The site does not take part, whatever a person says.</summary>
    Declined,
}
