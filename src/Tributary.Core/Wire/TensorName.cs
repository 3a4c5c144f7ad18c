namespace Tributary.Core;

/// <summary>What the segments of an update are called in a body: tensors keep their names, the tail cannot be mistaken for one.</summary>
internal static class TensorName
{
    private const string Beside = "beside/";

    public static string OfNote(string stage) => Beside + stage;

    /// <summary>The stage whose note a tensor is, or null for one that is part of the update.</summary>
    public static string? StageOf(string tensor) => tensor.StartsWith(Beside, StringComparison.Ordinal) ? tensor[Beside.Length..] : null;

    public static string Of(Segment segment) => segment.Role == SegmentRole.Values ? segment.Name : $"update/{segment.Name}";
}
