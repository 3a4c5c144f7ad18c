using System.Numerics;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary><see cref="Quantize"/> to steps that all clients share: words of a ring in which the sum of a whole cohort fits.</summary>
internal static class CommonScale
{
    public static StagePlan Plan(Quantize options, UpdateSpec input)
    {
        double range = options.Range ?? input.NormBound ?? throw new CompositionException(ProblemCodes.StageDoesNotFit,
            "'quantize' with a common scale must know how large values can be, for larger ones would be cut off. " +
            "Put 'clip' before it, set its 'range', or set its 'scale' to block.");
        if (range >= FixedPoint.Limit(input.Cohort))
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                $"'quantize' has the range {range}, and the sum of {input.Cohort} such values would overflow. " +
                $"Use a range below {FixedPoint.Limit(input.Cohort)}.");
        long step = (long)Math.Ceiling(range * FixedPoint.One / options.Levels);
        int bits = options.Bits + (input.Cohort > 1 ? BitOperations.Log2((uint)input.Cohort - 1) + 1 : 0);
        double error = FixedPoint.ToDouble(step) * (options.Rounding == Rounding.Nearest ? 0.5 : 1);
        UpdateSpec output = input with
        {
            Kind = PayloadKind.Ring,
            Segments = [.. input.Segments.Select(segment =>
                segment.Role == SegmentRole.Values ? segment with { RingBits = bits, Step = step } : segment)],
            NormBound = input.NormBound + error * Math.Sqrt(input.ValueCount),
        };
        return new(output, Decoding.Any,
            context => new Client(options, output, step, context.Random.Derive(options.Name)), _ => Unchanged.Instance);
    }

    private sealed class Client(Quantize options, UpdateSpec output, long step, RandomStream random) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            ReadOnlySpan<float> values = ((RealPayload)input).Values;
            ulong[] words = new ulong[values.Length];
            double unit = FixedPoint.ToDouble(step);
            int count = output.ValueCount;
            for (int i = 0; i < count; i++) words[i] = (ulong)options.Level(values[i] / unit, random);
            for (int i = count; i < words.Length; i++) words[i] = (ulong)FixedPoint.Round(values[i]);
            return new(new RingPayload(output.Segments, words));
        }
    }
}
