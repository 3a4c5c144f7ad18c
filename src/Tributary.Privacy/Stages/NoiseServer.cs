using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>
/// Adds the coordinator's noise, where it adds any, before the division by the weight, and leaves out the clients' averages.
/// </summary>
/// <param name="round">The round.</param>
/// <param name="fill">Draws the noise of a round, in grid steps; null where clients add it.</param>
/// <param name="survivors">The least number of clients whose sum may be read.</param>
internal sealed class NoiseServer(RoundContext round, NoiseServer.Filling? fill, int survivors) : IServerStage
{
    /// <summary>Fills numbers with the noise of a round.</summary>
    public delegate void Filling(RoundContext round, Span<long> values);

    /// <summary>Whether the sum is divided by the expected number of clients.</summary>
    public bool DividesByExpected { get; init; }

    public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation) =>
        from.Count >= survivors ? new(input) : throw new MalformedUpdateException(
            $"The sum has the noise of {from.Count} clients, and {survivors} shares are needed to hide one.");

    public ValueTask<Aggregate> FinishAsync(Aggregate aggregate, CancellationToken cancellation)
    {
        int values = aggregate.Segments.Where(segment => segment.Role == SegmentRole.Values).Sum(segment => segment.Length);
        if (fill is not null)
        {
            long[] noise = new long[values];
            fill(round, noise);
            for (int i = 0; i < noise.Length; i++) aggregate.Values[i] += noise[i];
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(noise.AsSpan()));
        }
        if (DividesByExpected && round.Expected is { } expected)
            aggregate.Values[^1] = Math.Max(1, FixedPoint.Round(expected)); // how many came would tell of each whether it did
        if (aggregate.Values.Length == values + 1) return new(aggregate);
        // The averages hold nothing: without their segment nobody takes the zeros for a measurement.
        return new(aggregate with
        {
            Segments = [.. aggregate.Segments.Where(segment => segment.Role != SegmentRole.Metrics)],
            Values = [.. aggregate.Values.AsSpan(0, values), aggregate.Values[^1]],
        });
    }
}
