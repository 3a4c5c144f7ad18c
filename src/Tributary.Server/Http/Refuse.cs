using Microsoft.AspNetCore.WebUtilities;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Reasons to refuse a request: what is wrong, why it matters, what to do.</summary>
internal static class Refuse
{
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(2);

    public static RefusalException Unknown(Caller caller) => Of(401, ProblemCodes.Unauthenticated,
        $"{caller.WhyUnknown} Only sites that were invited, and people with a token, may speak with a coordinator. " +
        "Enrol with an invitation, renew the certificate, or ask the administrator.");

    public static RefusalException Forbidden(Caller caller, string what) => Of(403, ProblemCodes.Forbidden,
        $"{caller} may not {what}: a site acts for itself alone, and a role allows what it names. " +
        "Use the identity it was meant for, or ask the administrator for another role.");

    public static RefusalException Invitation() => Of(401, ProblemCodes.InvitationInvalid,
        "The invitation has been used, has expired or was never given. If you have not used it, somebody else may have. " +
        "Tell the administrator, and ask for a new one.");

    public static RefusalException Version(string? given, ProtocolVersion ours) => Of(426, ProblemCodes.WrongProtocolVersion,
        $"The request speaks version '{given}' of the protocol and this coordinator {ours}, " +
        "in which a message would mean different things. " +
        "Update the older of the two.");

    public static RefusalException Malformed(string detail, int status = 400) => Of(status, ProblemCodes.MalformedRequest, detail);

    public static RefusalException NotFound(string what = "What the request names") => Of(404, ProblemCodes.NotFound,
        $"{what} does not exist, or is not for whoever asks: the two are not told apart, so that nobody learns names by asking. " +
        "Check the name.");

    public static RefusalException TooLarge(long most, DropReason? reason = null) => Of(413, ProblemCodes.TooLarge,
        $"The body is larger than the {most} bytes that it may have here, and memory and disk are for everybody. Send what was asked for.",
        reason);

    public static RefusalException Offset(long arrived) => new(Problem(409, ProblemCodes.WrongOffset,
        $"The upload goes on elsewhere than at byte {arrived}, where it stopped, and its content would have a hole. Go on there."))
    {
        Offset = arrived,
    };

    public static RefusalException Range(long length) => new(Problem(416, ProblemCodes.MalformedRequest,
        $"The blob has {length} bytes, and the range begins beyond them. Where all of it has arrived, there is nothing left to ask for."))
    {
        Length = length,
    };

    public static RefusalException Digest() => Of(422, ProblemCodes.WrongDigest,
        "What was uploaded has another digest than announced: it was changed on its way, or is not what was meant. " +
        "It has been thrown away. Upload it again.");

    public static RefusalException TooMany(TimeSpan retryAfter) => Of(429, ProblemCodes.TooManyRequests,
        "Requests come faster than the coordinator takes them from one identity. Wait as long as 'Retry-After' says.",
        retryAfter: retryAfter);

    public static RefusalException Update(DropReason reason) => Of(
        reason == DropReason.Malformed ? 422 : 409, ProblemCodes.UpdateRefused,
        reason == DropReason.Malformed
            ? "The update could not be read, has other shapes than the round asked for, or holds numbers that are not finite " +
                "or too large, " +
                "so the round goes on without it. Look at what the site trains with."
            : "The round is over, did not ask this site, or has had another answer from it, and what was counted is not changed. " +
                "The next check-in says what to do.",
        reason);

    public static RefusalException Signature() => Of(401, ProblemCodes.WrongSignature,
        "The signature is not of the site that sends it over this statement, so somebody else may have made it. " +
        "Sign with the key of the certificate.");

    public static RefusalException HasEnded(string run) => Of(409, ProblemCodes.RunHasEnded,
        $"The run '{run}' has ended, and what has ended stays as it is in the log. Submit the job again if it should run once more.");

    public static RefusalException NotNow(string why) => Of(503, ProblemCodes.NotAvailableNow,
        $"{why} Nothing was taken that could not be kept. Wait as long as 'Retry-After' says.", retryAfter: _soon);

    public static RefusalException Job(IReadOnlyList<Problem> problems)
    {
        ProblemMessage problem = Problem(422, problems[0].Code,
            problems.Count == 1 ? problems[0].Message : $"The job has {problems.Count} problems. The first: {problems[0].Message}");
        return new RefusalException(problem with { Problems = problems });
    }

    public static RefusalException Unforeseen() => Of(500, ProblemCodes.Unforeseen,
        "Something happened that nobody foresaw; the coordinator's log has the details. Tell its operator when it happened.");

    public static RefusalException OfStatus(int status) => status switch
    {
        404 => NotFound("The path"),
        405 => Malformed("The path does not take this method. The protocol's table of endpoints says which it takes.", status),
        408 => Malformed("The request came too slowly, and what waits keeps others waiting. Go on where it stopped.", status),
        413 => Of(status, ProblemCodes.TooLarge, "The body is larger than it may be here. Send what was asked for."),
        _ => Malformed("The request is not what the protocol says, and nothing of it was done.", status),
    };

    private static RefusalException Of(
        int status, string code, string detail, DropReason? reason = null, TimeSpan? retryAfter = null) =>
        new(Problem(status, code, detail, reason), retryAfter);

    private static ProblemMessage Problem(int status, string code, string detail, DropReason? reason = null) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, code, reason);
}
