namespace Tributary.Server;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The site or person; empty for somebody unknown.</param>
/// <param name="Role">Exactly one role; <see cref="Access.Anybody"/> for somebody unknown.</param>
/// <param name="WhyUnknown">What is wrong with the identity that was shown, or that none was.</param>
internal sealed record Caller(string Name, Access Role, string WhyUnknown = "")
{
    public bool IsSite => (Role & Access.Sites) != 0;

    public bool IsKnown => Role != Access.Anybody;

    /// <summary>One of these.</summary>
    public bool Is(Access roles) => (Role & roles) != 0;

    public static Caller Unknown(string why) => new("", Access.Anybody, why);

    public override string ToString() => IsSite ? $"site {Name}" : IsKnown ? Name : "unknown";
}
