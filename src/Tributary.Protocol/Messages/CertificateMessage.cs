namespace Tributary.Protocol;

/// <summary>A certificate for a site.</summary>
/// <param name="Site">The name in it.</param>
/// <param name="Role">What the site may do: <c>site</c> or <c>evaluator</c>.</param>
/// <param name="Certificate">The certificate in PEM.</param>
/// <param name="Authority">The certificate of the authority in PEM.</param>
/// <param name="NotAfter">When it expires.</param>
/// <param name="CheckpointKey">The key that signs the ledger's checkpoints, as a verifier key of the signed note format.</param>
public sealed record CertificateMessage(
    string Site,
    string Role,
    string Certificate,
    string Authority,
    DateTimeOffset NotAfter,
    string CheckpointKey);
