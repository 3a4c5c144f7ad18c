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
    public IAggregation Begin(UpdateSpec spec) => new Fold(spec);

    private sealed class Fold(UpdateSpec spec) : IAggregation
    {
        private readonly long[] _sum = new long[spec.Length];

        public void Add(NumericPayload contribution) => contribution.AccumulateInto(_sum);

        public void Merge(IAggregation other)
        {
            long[] sum = ((Fold)other)._sum;
            for (int i = 0; i < _sum.Length; i++) _sum[i] += sum[i];
        }

        public Aggregate Finish() => new(spec.Segments, _sum);
    }
}
