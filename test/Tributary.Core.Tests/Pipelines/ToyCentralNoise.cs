using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>One draw of noise on the sum, with the refusals that a real mechanism needs and none of its privacy.</summary>
internal sealed record ToyCentralNoise(double Multiplier) : IStage
{
    public string Name => "central-noise";

    public PayloadKind? Takes => null;

    public StagePlan Plan(UpdateSpec input)
    {
        if (input.NormBound is not { } bound) throw new CompositionException("TRB0201", "'central-noise' needs a bounded update. Put 'clip' before it.");
        if (input.Weighting != Weighting.Uniform) throw new CompositionException("TRB0202", "'central-noise' is calibrated for equal weights. Set weighting to uniform.");
        if (input.Sees != Sees.Sum) throw new CompositionException("TRB0203", "'central-noise' is calibrated for a sum, but the aggregator compares contributions.");
        return new(input, Decoding.Any, _ => Unchanged.Instance, _ => new Server(Multiplier * bound, input.ValueCount));
    }

    private sealed class Server(double deviation, int count) : IServerStage
    {
        public ValueTask<Aggregate> FinishAsync(Aggregate aggregate, CancellationToken cancellation)
        {
            var random = new RandomStream(3);
            foreach (ref long value in aggregate.Values.AsSpan(0, count)) value += FixedPoint.Round(deviation * random.NextNormal());
            return new(aggregate);
        }
    }
}
