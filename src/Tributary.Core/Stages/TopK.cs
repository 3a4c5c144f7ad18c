using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Sends the values of largest magnitude with their places, and keeps the others for the next round; weight and metrics go whole.
/// </summary>
/// <remarks>
/// Stich, Cordonnier, Jaggi: Sparsified SGD with memory. NeurIPS 2018. Tensors: <c>top-k/gaps</c> (U8: gaps between places, LEB128),
/// <c>top-k/values</c> (F32) and <c>top-k/tail</c> (F32: metrics and weight).
/// </remarks>
public sealed record TopK : IStage, IChecked
{
    private const string GapsTensor = "top-k/gaps", ValuesTensor = "top-k/values", Tail = "top-k/tail";

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "top-k";

    /// <summary>The share of values sent, above 0 and up to 1; at least one value is.</summary>
    public required double Fraction { get; init; }

    /// <summary>Whether what is not sent is added to the next update. Without it, small but steady changes are never learnt.</summary>
    public bool ErrorFeedback { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<Problem> Check(string path)
    {
        if (!(Fraction > 0 && Fraction <= 1))
            yield return Problem.OutOfRange($"{path}.fraction",
                $"'top-k' has the fraction {Fraction}, which is not a share of the values. " +
                "Give a number above 0 and up to 1, such as 0.01.");
    }

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        int count = Math.Max(1, (int)Math.Round(Fraction * input.ValueCount));
        // What comes back from the vault was bounded in its own round, not in this one.
        UpdateSpec output = input with { Kind = PayloadKind.Opaque, NormBound = ErrorFeedback ? null : input.NormBound };
        return new(output, Decoding.Each, context => new Client(this, context, input.ValueCount, count), _ => new Server(input, count),
            Decoded: input);
    }

    private sealed class Client(TopK options, ClientContext context, int valueCount, int count) : IClientStage
    {
        private readonly ErrorFeedback? _feedback = options.ErrorFeedback ? new(options.Name, context, valueCount) : null;

        public async ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            float[] update = ((RealPayload)input).Edit();
            if (_feedback is not null) await _feedback.AddToAsync(update.AsMemory(0, valueCount), cancellation);
            return Select(update.AsSpan(0, valueCount), update.AsSpan(valueCount));
        }

        private OpaquePayload Select(ReadOnlySpan<float> values, ReadOnlySpan<float> tail)
        {
            int[] places = LargestMagnitudes.Find(values, count);
            _feedback?.Keep(values, places);
            float[] sent = new float[count];
            for (int i = 0; i < count; i++) sent[i] = values[places[i]];
            return new OpaquePayload(
                PayloadWriter.Bytes(GapsTensor, Gaps.Write(places)),
                SafetensorsEntry.Of<float>(ValuesTensor, sent, count),
                SafetensorsEntry.Of<float>(Tail, tail, tail.Length));
        }
    }

    private sealed class Server(UpdateSpec decoded, int count) : IServerStage
    {
        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            var tensors = (OpaquePayload)input;
            tensors.ExpectCount(3);
            int valueCount = decoded.ValueCount;
            int[] places = new int[count];
            Gaps.Read(tensors.Read<byte>(GapsTensor), valueCount, places);
            ReadOnlySpan<float> sent = tensors.Read<float>(ValuesTensor, count);
            float[] values = new float[decoded.Length];
            for (int i = 0; i < count; i++) values[places[i]] = sent[i];
            tensors.Read<float>(Tail, decoded.Length - valueCount).CopyTo(values.AsSpan(valueCount));
            return new(new RealPayload(decoded.Segments, values));
        }
    }
}
