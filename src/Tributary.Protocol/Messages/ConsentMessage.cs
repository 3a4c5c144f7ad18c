using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A site's decision on a run.</summary>
/// <param name="Approved">Whether it takes part.</param>
/// <param name="JobText">The job that was decided on.</param>
/// <param name="By">Who decided: <c>policy</c> or a person's name.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Signature">Of the site, over <see cref="ConsentStatement"/>, base64.</param>
/// <param name="Member">The key that other sites seal messages to, in this run; since 1.2.</param>
public sealed record ConsentMessage(
    bool Approved,
    BlobId JobText,
    string By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason,
    string Signature,
    MemberMessage? Member = null);
