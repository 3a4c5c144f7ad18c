using Tributary.Tensors;

namespace Tributary.Core;

/// <summary><see cref="Quantize"/> to steps that each client chooses for each block from the block's largest magnitude.</summary>
/// <remarks>
/// Tensors: <c>quantize/levels</c> (U8: level + highest level, packed in <see cref="Quantize.Bits"/> bits), <c>quantize/scales</c> (F32:
/// the
/// step of each block) and <c>quantize/tail</c> (F32: metrics and weight). Blocks begin anew with every segment.
/// </remarks>
internal static class BlockScale
{
    private const string Levels = "quantize/levels", Scales = "quantize/scales", Tail = "quantize/tail";

    public static StagePlan Plan(Quantize options, UpdateSpec input)
    {
        Range[] blocks = [.. Blocks(input, options.Block)];
        // Each value moves by at most one step, and a block's step is at most its norm over the highest level.
        double growth =
            Math.Sqrt(Math.Min(options.Block, input.ValueCount)) / options.Levels * (options.Rounding == Rounding.Nearest ? 0.5 : 1);
        UpdateSpec output = input with { Kind = PayloadKind.Opaque, NormBound = input.NormBound * (1 + growth) };
        return new(output, Decoding.Each,
            context => new Client(options, blocks, context.Random.Derive(options.Name)),
            _ => new Server(options, blocks, input), Decoded: input);
    }

    private static IEnumerable<Range> Blocks(UpdateSpec spec, int size)
    {
        int start = 0;
        foreach (Segment segment in spec.Segments.Where(segment => segment.Role == SegmentRole.Values))
            for (int end = start + segment.Length; start < end; start = Math.Min(start + size, end))
                yield return start..Math.Min(start + size, end);
    }

    private sealed class Client(Quantize options, Range[] blocks, RandomStream random) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
        {
            ReadOnlySpan<float> values = ((RealPayload)input).Values;
            int count = blocks[^1].End.Value;
            ulong[] words = new ulong[count];
            float[] scales = new float[blocks.Length];
            for (int b = 0; b < blocks.Length; b++)
            {
                float largest = 0;
                foreach (float value in values[blocks[b]]) largest = Math.Max(largest, Math.Abs(value));
                scales[b] = largest / options.Levels;
                for (int i = blocks[b].Start.Value; i < blocks[b].End.Value; i++)
                    words[i] = (ulong)(options.Levels + (scales[b] > 0 ? options.Level((double)values[i] / scales[b], random) : 0));
            }
            return new(new OpaquePayload(
                PayloadWriter.Bytes(Levels, BitPacking.Pack(words, options.Bits)),
                SafetensorsEntry.Of<float>(Scales, scales, scales.Length),
                SafetensorsEntry.Of<float>(Tail, values[count..], values.Length - count)));
        }
    }

    private sealed class Server(Quantize options, Range[] blocks, UpdateSpec decoded) : IServerStage
    {
        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            var tensors = (OpaquePayload)input;
            tensors.ExpectCount(3);
            int count = decoded.ValueCount;
            ulong[] words = new ulong[count];
            BitPacking.Unpack(tensors.Read<byte>(Levels), options.Bits, words);
            ReadOnlySpan<float> scales = tensors.Read<float>(Scales, blocks.Length);
            float[] values = new float[decoded.Length];
            for (int b = 0; b < blocks.Length; b++)
                for (int i = blocks[b].Start.Value; i < blocks[b].End.Value; i++)
                    values[i] = words[i] <= 2 * (uint)options.Levels
                        ? ((int)words[i] - options.Levels) * scales[b]
                        : throw new MalformedUpdateException($"Value {i} of the update has no level: there are {2 * options.Levels + 1}.");
            tensors.Read<float>(Tail, decoded.Length - count).CopyTo(values.AsSpan(count));
            return new(new RealPayload(decoded.Segments, values));
        }
    }
}
