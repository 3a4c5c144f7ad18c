using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>What went wrong: problem details of RFC 9457.</summary>
/// <param name="Type"><c>about:blank</c>, or where the code is explained.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, why it matters, what to do.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="DropReason">Why an update does not count, where that is what happened.</param>
/// <param name="Problems">Everything that is wrong with a job.</param>
public sealed record ProblemMessage(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    DropReason? DropReason = null,
    IReadOnlyList<Problem>? Problems = null);
