namespace Tributary.Agent;

/// <summary>Who agrees to jobs.</summary>
public enum Approval
{
    /// <summary>A person, to every job that the policy does not refuse.</summary>
    Ask,

    /// <summary>The policy alone.</summary>
    Policy,
}
