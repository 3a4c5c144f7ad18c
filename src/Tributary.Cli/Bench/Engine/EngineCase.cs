namespace Tributary.Cli;

/// <summary>One thing the engine is measured by.</summary>
/// <param name="Name">Its name, which the peer's script understands too.</param>
/// <param name="Make">Makes it for so many threads.</param>
internal sealed record EngineCase(string Name, Func<int, IEngineStep> Make)
{
    private static readonly string?[] _one = [null];

    /// <summary>The memory layouts that the peer may choose between, each worth a comparison.</summary>
    public IReadOnlyList<string?> Layouts { get; init; } = _one;

    /// <summary>Multiplications and additions of a step, where all of the work is such.</summary>
    public double? Operations { get; init; }

    /// <summary>How long a block lasts at least, in milliseconds.</summary>
    public double BlockMilliseconds { get; init; } = 60;
}
