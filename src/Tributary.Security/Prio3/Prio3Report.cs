namespace Tributary.Security;

/// <summary>What a client sends.</summary>
/// <param name="PublicShare">For all aggregators.</param>
/// <param name="InputShares">One for each aggregator, to be sealed to it.</param>
public sealed record Prio3Report(byte[] PublicShare, IReadOnlyList<byte[]> InputShares);
