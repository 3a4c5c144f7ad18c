using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>Sends each value as a 16-bit float, rounded to the nearest; weight and metrics stay exact.</summary>
/// <remarks>
/// Half the bytes, for a relative error of at most 2^-8 and with no scale to choose: <see cref="Bfloat16"/>. Tensors: <c>bf16/values</c>
/// (BF16) and <c>bf16/tail</c> (F32: metrics and weight). For 8 bits and a scale for each block there is <see cref="Quantize"/>.
/// </remarks>
public sealed record Bf16 : IStage
{
    private const string Values = "bf16/values", Tail = "bf16/tail";

    // Half the distance between neighbours, over the smaller of them.
    private const double LargestRelativeError = 1.0 / 256;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "bf16";

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        UpdateSpec output = input with { Kind = PayloadKind.Opaque, NormBound = input.NormBound * (1 + LargestRelativeError) };
        return new(output, Decoding.Each, _ => new Client(input.ValueCount), _ => new Server(input), Decoded: input);
    }

    private sealed class Client(int count) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            ReadOnlySpan<float> values = ((RealPayload)input).Values;
            var rounded = new Bfloat16[count];
            Bfloat16.Encode(values[..count], rounded);
            return new(new OpaquePayload(
                SafetensorsEntry.Of<Bfloat16>(Values, rounded, count),
                SafetensorsEntry.Of<float>(Tail, values[count..], values.Length - count)));
        }
    }

    private sealed class Server(UpdateSpec decoded) : IServerStage
    {
        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            var tensors = (OpaquePayload)input;
            tensors.ExpectCount(2);
            int count = decoded.ValueCount;
            float[] values = new float[decoded.Length];
            Bfloat16.Decode(tensors.Read<Bfloat16>(Values, count), values);
            tensors.Read<float>(Tail, decoded.Length - count).CopyTo(values.AsSpan(count));
            return new(new RealPayload(decoded.Segments, values));
        }
    }
}
