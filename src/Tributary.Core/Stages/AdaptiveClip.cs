using Tributary.Tensors;

namespace Tributary.Core;

/// <summary><see cref="Clip"/> to a norm that follows the clients: one more number of each update says whether it lay within.</summary>
/// <remarks>
/// Andrew et al., NeurIPS 2021, algorithm 1. The number is plus or minus <see cref="AdaptiveNorm.CountNorm"/> times the norm, a value like
/// all others: what bounds, adds, masks or blurs the update does so to the count, and update and count are one release, of norm
/// sqrt(1 + CountNorm^2) times the clipping norm (the paper's section 2.1 splits the noise between the two to the same effect).
/// </remarks>
internal static class AdaptiveClip
{
    public const string CountSegment = "clip.within", NormState = "clip.norm";

    public static StagePlan Plan(Clip options, UpdateSpec input)
    {
        AdaptiveNorm adaptive = options.Adaptive!;
        foreach (Problem problem in adaptive.Check(options.Name)) throw new CompositionException(problem.Code, problem.Message);
        double norm = input.State.GetValueOrDefault(NormState, options.Norm);
        int values = input.Segments.Count(segment => segment.Role == SegmentRole.Values);
        UpdateSpec output = input with
        {
            Segments = [.. input.Segments.Take(values), new Segment(CountSegment, 1), .. input.Segments.Skip(values)],
            NormBound = norm * Math.Sqrt(1 + adaptive.CountNorm * adaptive.CountNorm) * (1 + 1e-6), // the count is rounded to a float
        };
        return new(output, Decoding.Any, _ => new Client(norm, adaptive, input, output), _ => new Server(norm, adaptive));
    }

    private sealed class Client(double norm, AdaptiveNorm adaptive, UpdateSpec input, UpdateSpec output) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload update, CancellationToken cancellation)
        {
            ReadOnlySpan<float> given = ((RealPayload)update).Values;
            float[] values = new float[output.Length];
            given[..input.ValueCount].CopyTo(values);
            given[input.ValueCount..].CopyTo(values.AsSpan(output.ValueCount));
            bool within = Clip.ClipTo(norm, values.AsSpan(0, input.ValueCount));
            values[input.ValueCount] = (float)(adaptive.CountNorm * norm * (within ? 1 : -1));
            return new(new RealPayload(output.Segments, values));
        }
    }

    private sealed class Server(double norm, AdaptiveNorm adaptive) : IServerStage
    {
        public IReadOnlyDictionary<string, double>? State { get; private set; }

        public ValueTask<Aggregate> FinishAsync(Aggregate aggregate, CancellationToken cancellation)
        {
            int place = aggregate.Segments.TakeWhile(segment => segment.Name != CountSegment).Sum(segment => segment.Length);
            double mean = aggregate.Weight > 0 ? (double)aggregate.Values[place] / aggregate.Weight : 0;
            double within = 0.5 + 0.5 * Math.Clamp(mean / (adaptive.CountNorm * norm), -1, 1);
            double next = norm * Elementary.Exp(-adaptive.LearningRate * (within - adaptive.Quantile));
            State = new Dictionary<string, double>(StringComparer.Ordinal) { [NormState] = next };
            return new(aggregate);
        }
    }
}
