using Tributary.Core;

namespace Tributary.Security;

/// <summary>A segment as a document describes it.</summary>
/// <param name="Name">The tensor's name, or that of the tail.</param>
/// <param name="Length">The count of words.</param>
/// <param name="Role">What they are.</param>
/// <param name="RingBits">Bits of a word.</param>
/// <param name="Step">One step of a word in units of the grid.</param>
internal sealed record CommittedSegment(string Name, int Length, SegmentRole Role, int RingBits, long Step);
