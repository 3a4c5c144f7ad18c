namespace Tributary.Security;

/// <summary>An aggregator that waits for what the others say about a report.</summary>
/// <param name="OutputShare">Its share of the measurement, not to be used before it is verified.</param>
/// <param name="Seed">The seed of joint randomness as it sees it; empty without.</param>
/// <param name="VerifierShare">What it tells the others.</param>
public sealed record Prio3Verification(byte[] OutputShare, byte[] Seed, byte[] VerifierShare);
