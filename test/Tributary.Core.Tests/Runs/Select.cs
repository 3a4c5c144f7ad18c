using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>A selector that takes the first so many clients: the least a round needs.</summary>
internal sealed record Select(int Count = int.MaxValue) : ISelector
{
    public double? SamplingProbability => null;

    public double Expected(int available) => Math.Min(Count, available);

    IReadOnlyList<ClientId> ISelector.Select(IReadOnlyList<ClientId> available, int round, RandomStream random) =>
        [.. available.Take(Count)];
}
