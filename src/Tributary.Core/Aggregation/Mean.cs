using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>The weighted mean: a running sum, whose memory does not depend on the number of clients.</summary>
public sealed record Mean : IAggregator
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "mean";

    /// <inheritdoc/>
    [JsonIgnore]
    public Sees Sees => Sees.Sum;

    /// <inheritdoc/>
    public IAggregation Begin(UpdateSpec spec, int threads = 1) => new Fold(spec, threads);

    private sealed class Fold(UpdateSpec spec, int threads) : IAggregation
    {
        // Long runs of one contribution keep the processor's read-ahead going: several contributions a block are slower.
        private const int Block = 1 << 16;

        private readonly SumVector _sum = new(spec.Length);

        public void Add(NumericPayload contribution) => CoordinateBlocks.Run(
            _sum.Values.Length, Block, threads, (start, count) => contribution.AccumulateInto(_sum.Values.AsSpan(start, count), start));

        public void Merge(IAggregation other)
        {
            long[] sum = _sum.Values, added = ((Fold)other)._sum.Values;
            for (int i = 0; i < sum.Length; i++) sum[i] += added[i];
        }

        public Aggregate Finish() => new(spec.Segments, _sum.Values) { Vector = _sum };
    }
}
