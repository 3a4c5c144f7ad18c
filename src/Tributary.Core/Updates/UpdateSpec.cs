using System.Collections.Immutable;

namespace Tributary.Core;

/// <summary>The static type of an update at one point of a pipeline: what a stage is planned against.</summary>
public sealed record UpdateSpec
{
    /// <summary>The runs of numbers, in order: the answer, then metrics if there are any, then the weight.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>The largest number of clients whose updates may meet in one sum.</summary>
    public required int Cohort { get; init; }

    /// <summary>How updates are weighed.</summary>
    public required Weighting Weighting { get; init; }

    /// <summary>What the aggregator reads.</summary>
    public required Sees Sees { get; init; }

    /// <summary>The form of the numbers.</summary>
    public PayloadKind Kind { get; init; } = PayloadKind.Real;

    /// <summary>How payloads travel that only one stage understands and that can be added; null for all others.</summary>
    public IPayloadCoding? Coding { get; init; }

    /// <summary>What travels beside an update in the open, or null for nothing.</summary>
    public NoteSpec? Note { get; init; }

    /// <summary>Before or after weighing.</summary>
    public UpdateForm Form { get; init; } = UpdateForm.Raw;

    /// <summary>
    /// An upper bound on the Euclidean norm of all <see cref="SegmentRole.Values"/> together, where a stage guarantees one.
    /// </summary>
    public double? NormBound { get; init; }

    /// <summary>How many clients' updates become readable only together; one where each can be read.</summary>
    public int GroupSize { get; init; } = 1;

    /// <summary>What stages left for this round when an earlier one ended, by name.</summary>
    public IReadOnlyDictionary<string, double> State { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>The count of numbers.</summary>
    public int Length => Segments.Sum(segment => segment.Length);

    /// <summary>The count of <see cref="SegmentRole.Values"/>, which stand before everything else.</summary>
    public int ValueCount => Segments.Where(segment => segment.Role == SegmentRole.Values).Sum(segment => segment.Length);

    /// <summary>How many contributions an aggregator can compare.</summary>
    public int Contributions => Cohort / GroupSize;

    /// <summary>The spec of an answer, with weight and metrics appended.</summary>
    public static UpdateSpec For(IEnumerable<Segment> answer, int metrics, int cohort, Weighting weighting, Sees sees) => new()
    {
        Segments = [.. answer, .. metrics > 0 ? [new Segment("metrics", metrics, SegmentRole.Metrics)] : Array.Empty<Segment>(),
            new Segment("weight", 1, SegmentRole.Weight)],
        Cohort = cohort,
        Weighting = weighting,
        Sees = sees,
    };
}
