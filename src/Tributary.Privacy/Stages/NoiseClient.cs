using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Adds a client's noise, where it adds any, and keeps its averages to itself.</summary>
/// <param name="spec">What goes on to the next stage.</param>
/// <param name="source">The client's noise, or null where others add it.</param>
internal sealed class NoiseClient(UpdateSpec spec, NoiseSource? source) : IClientStage
{
    public ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
    {
        long[] noise = new long[source is null ? 0 : spec.ValueCount];
        source?.Fill(noise);
        Payload output = input switch
        {
            RingPayload ring => InRing(ring, noise),
            RealPayload floats => InFloats(floats, noise),
            _ => input, // coded already: the coordinator, whose noise this is, leaves the averages out
        };
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(noise.AsSpan())); // whoever knew it could take it away
        return new(output);
    }

    private RingPayload InRing(RingPayload input, long[] noise)
    {
        for (int i = 0; i < noise.Length; i++) input.Words[i] += (ulong)noise[i];
        input.Words.AsSpan(spec.ValueCount, input.Words.Length - spec.ValueCount - 1).Clear();
        return new RingPayload(spec.Segments, input.Words); // the ring may have grown
    }

    /// <summary>On the grid first: noise in floats would show in their last places what it hides (Mironov, CCS 2012).</summary>
    private RealPayload InFloats(RealPayload input, long[] noise)
    {
        float[] values = input.Edit();
        for (int i = 0; i < noise.Length; i++) values[i] = (float)FixedPoint.ToDouble(FixedPoint.Round(values[i]) + noise[i]);
        values.AsSpan(spec.ValueCount, values.Length - spec.ValueCount - 1).Clear();
        return input;
    }
}
