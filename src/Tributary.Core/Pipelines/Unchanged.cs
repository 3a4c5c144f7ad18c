namespace Tributary.Core;

/// <summary>The half of a stage that does nothing.</summary>
public sealed class Unchanged : IClientStage, IServerStage
{
    private Unchanged()
    {
    }

    /// <summary>The one instance.</summary>
    public static Unchanged Instance { get; } = new();
}
