using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>
/// The median of each coordinate over the contributions, all counting alike; of an even number, the mean of the two in the middle.
/// </summary>
/// <remarks>
/// Yin, Chen, Ramchandran, Bartlett: Byzantine-robust distributed learning. ICML 2018. The two in the middle are added on the grid and
/// divided once, at the end, in double precision.
/// </remarks>
public sealed record Median : IAggregator
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "median";

    /// <inheritdoc/>
    [JsonIgnore]
    public Sees Sees => Sees.Contributions;

    /// <inheritdoc/>
    public IAggregation Begin(UpdateSpec spec, int threads = 1) => new TrimmedFold(spec, threads, count => Math.Max(0, count - 1) / 2);
}
