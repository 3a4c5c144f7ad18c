namespace Tributary.Security;

/// <summary>
/// Sums of measurements that nobody sees and that are proven to be valid (Prio3, draft-irtf-cfrg-vdaf, version 18 of the wire).
/// </summary>
/// <remarks>
/// A client shards a measurement into shares, one for each aggregator. Aggregators begin to verify, exchange one message each, combine
/// them, finish, and add up what comes out. All messages are bytes as the draft has them. Measurements stay hidden as long as one
/// aggregator keeps its share.
/// </remarks>
public interface IPrio3
{
    /// <summary>The number of aggregators.</summary>
    int Shares { get; }

    /// <summary>Bytes of randomness that <see cref="Shard"/> takes.</summary>
    int RandomLength { get; }

    /// <summary>Splits and proves a measurement.</summary>
    /// <param name="context">Names the application; the same for all parties.</param>
    /// <param name="measurement">One integer, or the elements of a vector.</param>
    /// <param name="nonce">16 bytes, new for each report.</param>
    /// <param name="random">Random bytes, never used before.</param>
    Prio3Report Shard(ReadOnlySpan<byte> context, ReadOnlySpan<ulong> measurement, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> random);

    /// <summary>An aggregator's first step with a report.</summary>
    /// <param name="verifyKey">32 bytes that all aggregators share and clients do not know.</param>
    /// <param name="context">As for the client.</param>
    /// <param name="aggregator">Its number, from 0.</param>
    /// <param name="nonce">Of the report.</param>
    /// <param name="publicShare">Of the report.</param>
    /// <param name="inputShare">Its share of the report.</param>
    /// <exception cref="SecurityException">The share is malformed.</exception>
    Prio3Verification Begin(
        ReadOnlySpan<byte> verifyKey, ReadOnlySpan<byte> context, int aggregator, ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> publicShare, ReadOnlySpan<byte> inputShare);

    /// <summary>The message that follows from what all aggregators said, in their order.</summary>
    /// <exception cref="SecurityException">The measurement is not valid.</exception>
    byte[] Combine(ReadOnlySpan<byte> context, IReadOnlyList<byte[]> verifierShares);

    /// <summary>An aggregator's share of the measurement, once it is known to be valid.</summary>
    /// <exception cref="SecurityException">The client was not honest about its randomness.</exception>
    byte[] Finish(Prio3Verification verification, ReadOnlySpan<byte> message);

    /// <summary>The sum of one aggregator's shares.</summary>
    byte[] Aggregate(IEnumerable<byte[]> outputShares);

    /// <summary>The sum of all measurements, from each aggregator's sum.</summary>
    IReadOnlyList<UInt128> Unshard(IReadOnlyList<byte[]> aggregateShares);
}
