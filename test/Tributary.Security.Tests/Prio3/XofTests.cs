using System.Text.Json;
using Tributary.Tests;

namespace Tributary.Security.Tests;

/// <summary>The extendable output function, against RFC 9861 and the vectors of the draft.</summary>
public sealed class XofTests
{
    [Fact]
    public void The_empty_message_gives_the_bytes_of_the_rfc()
    {
        // RFC 9861, section 5: TurboSHAKE128(M = empty, D = 1F, 32).
        byte[] bytes = new byte[32];
        new TurboShake128([], 0x1F).Read(bytes);
        Assert.Equal("1E415F1C5983AFF2169217277D17BB538CD945A397DDEC541F1CE41AF2C1B74C", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Reading_in_pieces_gives_what_reading_at_once_gives()
    {
        byte[] message = [.. Enumerable.Range(0, 500).Select(i => (byte)i)], whole = new byte[1000], pieces = new byte[1000];
        new TurboShake128(message, 7).Read(whole);
        var stream = new TurboShake128(message, 7);
        for (int at = 0, length = 1; at < pieces.Length; at += length, length = Math.Min(2 * length, pieces.Length - at))
            stream.Read(pieces.AsSpan(at, length));
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Seeds_and_vectors_are_those_of_the_draft()
    {
        JsonElement vector = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOrSkip("vectors/vdaf/XofTurboShake128.json"))).RootElement;
        byte[] seed = Bytes("seed"), tag = Bytes("dst"), binder = Bytes("binder");
        Assert.Equal(Bytes("derived_seed"), new Xof(seed, tag, binder).NextSeed());
        Field128[] values = new Xof(seed, tag, binder).NextVector<Field128>(vector.GetProperty("length").GetInt32());
        Assert.Equal(Bytes("expanded_vec_field128"), FieldMath.ToBytes<Field128>(values));

        byte[] Bytes(string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);
    }
}
