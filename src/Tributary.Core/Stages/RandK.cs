using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Sends values at places that all clients of a round draw alike, so that no places travel and sums stay sums.</summary>
/// <remarks>
/// Konečný et al.: Federated learning: strategies for improving communication efficiency. arXiv:1610.05492, random mask. Without error
/// feedback a value that is sent is multiplied by d/k, which is right on average; with it, it is sent as it is and the others are kept.
/// </remarks>
public sealed record RandK : IStage, IChecked
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "rand-k";

    /// <summary>The share of each tensor's values sent, above 0 and up to 1; at least one value is.</summary>
    public required double Fraction { get; init; }

    /// <summary>Whether what is not sent is added to the next update.</summary>
    public bool ErrorFeedback { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Fraction > 0 && Fraction <= 1))
            yield return Problem.OutOfRange($"{path}.fraction",
                $"'rand-k' has the fraction {Fraction}, which is not a share of the values. " +
                "Give a number above 0 and up to 1, such as 0.1.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        Segment[] segments = [.. input.Segments.Select(segment => segment with { Length = Sent(segment) })];
        double largestScale = input.Segments.Zip(segments, (whole, part) => (double)whole.Length / part.Length).Max();
        UpdateSpec output = input with { Segments = segments, NormBound = ErrorFeedback ? null : input.NormBound * largestScale };
        return new(output, Decoding.Any,
            context => new Client(this, context, input, output), round => new Server(this, round, input, output), Decoded: input);
    }

    private int Sent(Segment segment) =>
        segment.Role == SegmentRole.Values ? Math.Max(1, (int)Math.Round(Fraction * segment.Length)) : segment.Length;

    /// <summary>The places sent, ascending. Knuth, The art of computer programming 2, section 3.4.2, algorithm S.</summary>
    private static int[] Places(RandomStream random, UpdateSpec whole, UpdateSpec part)
    {
        int[] places = new int[part.Length];
        int start = 0, next = 0;
        for (int s = 0; s < whole.Segments.Count; s++)
        {
            int length = whole.Segments[s].Length, wanted = part.Segments[s].Length;
            for (int i = 0; wanted > 0; i++)
                if (random.NextInt(length - i) < wanted)
                {
                    places[next++] = start + i;
                    wanted--;
                }
            start += length;
        }
        return places;
    }

    private sealed class Client(RandK options, ClientContext context, UpdateSpec input, UpdateSpec output) : IClientStage
    {
        private readonly ErrorFeedback? _feedback = options.ErrorFeedback ? new(options.Name, context, input.ValueCount) : null;

        public async ValueTask<Payload> EncodeAsync(Payload update, CancellationToken cancellation)
        {
            var whole = (RealPayload)update;
            Memory<float> values = whole.Edit().AsMemory(0, input.ValueCount);
            int[] places = Places(context.Round.Shared(options.Name), input, output);
            if (_feedback is null)
            {
                ScaleUp(values.Span);
            }
            else
            {
                await _feedback.AddToAsync(values, cancellation);
                _feedback.Keep(values.Span, places.AsSpan(0, output.ValueCount));
            }
            return whole.Gather(places, output.Segments);
        }

        private void ScaleUp(Span<float> values)
        {
            foreach (Segment segment in input.Segments.Where(segment => segment.Role == SegmentRole.Values))
            {
                float scale = (float)((double)segment.Length / options.Sent(segment));
                foreach (ref float value in values[..segment.Length]) value *= scale;
                values = values[segment.Length..];
            }
        }
    }

    private sealed class Server(RandK options, RoundContext round, UpdateSpec decoded, UpdateSpec encoded) : IServerStage
    {
        private readonly int[] _source = Invert(Places(round.Shared(options.Name), decoded, encoded), decoded.Length);

        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            var part = (NumericPayload)input;
            // The words keep the coding that a stage after this one gave them.
            return new(part.Gather(
                _source, [.. decoded.Segments.Zip(part.Segments, (whole, coded) => coded with { Length = whole.Length })]));
        }

        private static int[] Invert(int[] places, int length)
        {
            int[] source = new int[length];
            Array.Fill(source, -1);
            for (int i = 0; i < places.Length; i++) source[places[i]] = i;
            return source;
        }
    }
}
