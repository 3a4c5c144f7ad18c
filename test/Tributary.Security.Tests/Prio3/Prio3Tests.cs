using System.Security.Cryptography;
using System.Text.Json;
using Tributary.Tests;

namespace Tributary.Security.Tests;

/// <summary>Prio3, byte for byte against the vectors of the draft, and what it promises.</summary>
public sealed class Prio3Tests
{
    [Theory]
    [InlineData("Prio3Count_0")]
    [InlineData("Prio3Count_1")]
    [InlineData("Prio3Count_2")]
    [InlineData("Prio3Sum_0")]
    [InlineData("Prio3Sum_1")]
    [InlineData("Prio3Sum_2")]
    [InlineData("Prio3SumVec_0")]
    [InlineData("Prio3SumVec_1")]
    [InlineData("Prio3Histogram_0")]
    [InlineData("Prio3Histogram_1")]
    [InlineData("Prio3Count_bad_gadget_poly")]
    [InlineData("Prio3Count_bad_helper_seed")]
    [InlineData("Prio3Count_bad_meas_share")]
    [InlineData("Prio3Count_bad_wire_seed")]
    [InlineData("Prio3Histogram_bad_helper_jr_blind")]
    [InlineData("Prio3Histogram_bad_leader_jr_blind")]
    [InlineData("Prio3Histogram_bad_public_share")]
    [InlineData("Prio3Histogram_bad_verifier_message")]
    public void Every_message_of_a_vector_is_made_and_every_refusal_happens(string name)
    {
        string path = SharedData.PathOrSkip($"vectors/vdaf/{name}.json");
        new Prio3Vector(name, JsonDocument.Parse(File.ReadAllBytes(path)).RootElement).Play();
    }

    [Fact]
    public void A_vector_that_is_out_of_range_never_passes()
    {
        // A client that shares a 2 as a count: the proof of 1 does not fit it.
        IPrio3 count = Prio3.Count(2);
        byte[] nonce = new byte[16], key = RandomNumberGenerator.GetBytes(32), context = [1];
        Prio3Report report = count.Shard(context, [1], nonce, RandomNumberGenerator.GetBytes(count.RandomLength));
        byte[] leader = report.InputShares[0];
        Field64 share = Field64.Read(leader)!.Value + Field64.From(1);
        share.Write(leader);
        byte[][] said = [.. Enumerable.Range(0, 2).Select(i =>
            count.Begin(key, context, i, nonce, report.PublicShare, report.InputShares[i]).VerifierShare)];
        Assert.Throws<SecurityException>(() => count.Combine(context, said));
    }

    [Fact]
    public void Measurements_that_are_none_and_messages_of_wrong_length_are_refused()
    {
        IPrio3 sum = Prio3.Sum(2, 1000), histogram = Prio3.Histogram(2, 5, 2), vector = Prio3.SumVec(2, 3, 7, 2);
        byte[] nonce = new byte[16];
        Assert.Throws<ArgumentException>(() => sum.Shard([], [1001], nonce, new byte[sum.RandomLength]));
        Assert.Throws<ArgumentException>(() => histogram.Shard([], [5], nonce, new byte[histogram.RandomLength]));
        Assert.Throws<ArgumentException>(() => vector.Shard([], [1, 2], nonce, new byte[vector.RandomLength]));
        Assert.Throws<SecurityException>(() => sum.Begin(new byte[32], [], 0, nonce, [], new byte[10]));
        Assert.Throws<SecurityException>(() => histogram.Begin(new byte[32], [], 1, nonce, new byte[63], new byte[64]));
    }
}
