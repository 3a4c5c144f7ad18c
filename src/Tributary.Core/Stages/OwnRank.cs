using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>
/// Sends of an adapter's factors the ranks that the client has trained: columns of A and rows of B behind them are zero and stay at home.
/// </summary>
/// <remarks>
/// Cho et al.: Heterogeneous LoRA for federated fine-tuning of on-device foundation models. EMNLP 2024. Tensors:
/// <c>own-rank/rank</c> (I32: one number), <c>own-rank/values</c> (F32: all values but those zeros) and <c>own-rank/tail</c> (F32: metrics
/// and weight).
/// </remarks>
public sealed record OwnRank : IStage
{
    private const string Rank = "own-rank/rank", ValuesTensor = "own-rank/values", Tail = "own-rank/tail";

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => "own-rank";

    /// <inheritdoc/>
    public StagePlan Plan(UpdateSpec input)
    {
        IReadOnlyList<LowRankPair> pairs = LowRankPair.In(input.Segments);
        if (pairs.Count == 0)
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                "'own-rank' leaves ranks of an adapter out, and the update has no adapter of two factors. " +
                "Give the model an 'adapter' and share both of its factors, or leave 'own-rank' out.");
        return new(input with { Kind = PayloadKind.Opaque }, Decoding.Each,
            _ => new Client(input, pairs), _ => new Server(input, pairs), Decoded: input);
    }

    /// <summary>Which values travel for a rank, in the order of the update.</summary>
    private static bool[] Sent(UpdateSpec spec, IReadOnlyList<LowRankPair> pairs, int rank)
    {
        bool[] sent = new bool[spec.ValueCount];
        Array.Fill(sent, true);
        foreach (LowRankPair pair in pairs)
        {
            for (int i = 0; i < pair.Inputs; i++)
                for (int k = rank; k < pair.Rank; k++) sent[pair.A + (i * pair.Rank) + k] = false;
            for (int at = Math.Min(rank, pair.Rank) * pair.Outputs; at < pair.Rank * pair.Outputs; at++) sent[pair.B + at] = false;
        }
        return sent;
    }

    private sealed class Client(UpdateSpec input, IReadOnlyList<LowRankPair> pairs) : IClientStage
    {
        public ValueTask<Payload> EncodeAsync(Payload update, CancellationToken cancellation)
        {
            ReadOnlySpan<float> values = ((RealPayload)update).Values;
            int rank = 0;
            foreach (LowRankPair pair in pairs) rank = Math.Max(rank, RankOf(pair, values));
            bool[] sent = Sent(input, pairs, rank);
            float[] kept = new float[sent.Count(one => one)];
            for (int i = 0, next = 0; i < sent.Length; i++)
                if (sent[i]) kept[next++] = values[i];
            return new(new OpaquePayload(
                SafetensorsEntry.Of<int>(Rank, [rank], 1),
                SafetensorsEntry.Of<float>(ValuesTensor, kept, kept.Length),
                SafetensorsEntry.Of<float>(Tail, values[input.ValueCount..], values.Length - input.ValueCount)));
        }

        /// <summary>How many leading ranks hold everything that is not zero.</summary>
        private static int RankOf(LowRankPair pair, ReadOnlySpan<float> values)
        {
            int rank = pair.Rank;
            while (rank > 0 && IsZero(pair, values, rank - 1)) rank--;
            return rank;
        }

        private static bool IsZero(LowRankPair pair, ReadOnlySpan<float> values, int k)
        {
            if (values.Slice(pair.B + (k * pair.Outputs), pair.Outputs).ContainsAnyExcept(0f)) return false;
            for (int i = 0; i < pair.Inputs; i++)
                if (values[pair.A + (i * pair.Rank) + k] != 0) return false;
            return true;
        }
    }

    private sealed class Server(UpdateSpec decoded, IReadOnlyList<LowRankPair> pairs) : IServerStage
    {
        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation)
        {
            var tensors = (OpaquePayload)input;
            tensors.ExpectCount(3);
            int rank = tensors.Read<int>(Rank, 1)[0], largest = pairs.Max(pair => pair.Rank);
            if (rank < 0 || rank > largest)
                throw new MalformedUpdateException($"The update claims rank {rank}, and the adapter has {largest}.");
            bool[] sent = Sent(decoded, pairs, rank);
            ReadOnlySpan<float> kept = tensors.Read<float>(ValuesTensor, sent.Count(one => one));
            float[] values = new float[decoded.Length];
            for (int i = 0, next = 0; i < sent.Length; i++)
                if (sent[i]) values[i] = kept[next++];
            tensors.Read<float>(Tail, decoded.Length - sent.Length).CopyTo(values.AsSpan(sent.Length));
            return new(new RealPayload(decoded.Segments, values));
        }
    }
}
