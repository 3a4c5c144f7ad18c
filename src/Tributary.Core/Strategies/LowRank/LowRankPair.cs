using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>The two factors of a low-rank addition among the segments of an update: A of (inputs, rank), B of (rank, outputs).</summary>
/// <param name="Name">The addition's name, which the names of its tensors begin with.</param>
/// <param name="A">Where A begins in the update.</param>
/// <param name="B">Where B begins.</param>
/// <param name="Inputs">Rows of A.</param>
/// <param name="Rank">Columns of A, rows of B.</param>
/// <param name="Outputs">Columns of B.</param>
internal sealed record LowRankPair(string Name, int A, int B, int Inputs, int Rank, int Outputs)
{
    /// <summary>How the names of the factors end.</summary>
    public const string EndOfA = ".lora_A", EndOfB = ".lora_B";

    /// <summary>How the name of the full matrix ends that takes what no pair of factors can hold.</summary>
    public const string EndOfRemainder = ".lora_W";

    /// <summary>The matrix for what averages of factors lose.</summary>
    public string Remainder => Name + EndOfRemainder;

    /// <summary>All pairs of which both factors are there, in the order of A.</summary>
    public static IReadOnlyList<LowRankPair> In(IReadOnlyList<Segment> segments)
    {
        var places = new Dictionary<string, (int Start, Segment Segment)>(StringComparer.Ordinal);
        int start = 0;
        foreach (Segment segment in segments)
        {
            if (segment.Role == SegmentRole.Values) places.Add(segment.Name, (start, segment));
            start += segment.Length;
        }
        return [.. segments.Where(segment => segment.Name.EndsWith(EndOfA, StringComparison.Ordinal))
            .Select(a => (A: a, Name: a.Name[..^EndOfA.Length]))
            .Where(pair => places.ContainsKey(pair.Name + EndOfB))
            .Select(pair =>
            {
                (int b, Segment second) = places[pair.Name + EndOfB];
                int rank = pair.A.Columns;
                return new LowRankPair(pair.Name, places[pair.A.Name].Start, b, pair.A.Length / rank, rank, second.Columns);
            })];
    }

    /// <summary>Refuses models without adapters, without room for the remainder, or of which a factor is not shared.</summary>
    /// <param name="strategy">Who asks.</param>
    /// <param name="layout">The model's tensors.</param>
    /// <param name="folded">What the aggregator folds.</param>
    /// <exception cref="CompositionException">The strategy cannot work.</exception>
    public static void Check(string strategy, ParameterLayout layout, UpdateSpec folded)
    {
        IReadOnlyList<LowRankPair> pairs = In(folded.Segments);
        int additions = layout.Entries.Count(entry => entry.Name.EndsWith(EndOfB, StringComparison.Ordinal));
        if (additions == 0)
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                $"'{strategy}' multiplies the factors of an adapter, and the model has none. Give it an 'adapter', or use 'fed-avg'.");
        if (pairs.Count < additions)
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                $"'{strategy}' needs both factors of every client, and not all are trained and shared. " +
                "Share both A and B, or use 'fed-avg', which is exact where one of them is the same at all clients.");
        if (pairs.FirstOrDefault(pair => layout.Find(pair.Remainder) is null) is { } without)
            throw new CompositionException(ProblemCodes.StageDoesNotFit,
                $"'{strategy}' has nowhere to put what the factors of '{without.Name}' cannot hold. " +
                "Give the adapter the option \"remainder\": true.");
    }
}
