namespace Tributary.Core;

/// <summary>What the segments of an update are called in a body: tensors keep their names, the tail cannot be mistaken for one.</summary>
internal static class TensorName
{
    public static string Of(Segment segment) => segment.Role == SegmentRole.Values ? segment.Name : $"update/{segment.Name}";
}
