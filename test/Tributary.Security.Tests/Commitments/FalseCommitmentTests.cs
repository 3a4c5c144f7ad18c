using Tributary.Core;

namespace Tributary.Security.Tests;

/// <summary>What a client can try with its commitment: it is dropped, or costs its group the round, and no false sum is published.</summary>
public sealed class FalseCommitmentTests
{
    [Fact]
    public async Task A_commitment_to_something_else_drops_its_client_where_updates_are_read()
    {
        var round = new CommittedRound("none");
        Payload honest = await round.EncodeAsync(0), other = await round.EncodeAsync(1);
        honest.Notes = other.Notes;
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await round.ReceiveAsync(0, honest));
        RoundEvidence evidence = (await round.PublishAsync(1, 2, 3)).Check();
        Assert.DoesNotContain(round.Clients[0], evidence.Notes.Keys);
        Assert.Equal(3, evidence.Notes.Count);
    }

    [Theory]
    [InlineData("secagg")]
    [InlineData("plain-sum")]
    public async Task Under_a_sum_it_costs_the_group_its_updates_and_nothing_is_published(string sum)
    {
        var round = new CommittedRound(sum);
        Payload forged = await round.EncodeAsync(0);
        forged.Notes = (await round.EncodeAsync(0)).Notes; // of the same numbers, with other randomness
        await round.ReceiveAsync(0, forged);
        for (int client = 1; client < 6; client++) await round.ReceiveAsync(client, await round.EncodeAsync(client));
        await Assert.ThrowsAsync<MalformedUpdateException>(() => round.CloseAsync(0, 1, 2, 3, 4, 5));
        Assert.Equal(6, round.Server.Unreadable.Count);
        Assert.Empty(round.Server.Documents);
    }

    [Theory]
    [InlineData("secagg")]
    [InlineData("plain-sum")]
    [InlineData("none")]
    public async Task A_commitment_that_is_none_drops_its_client_alone(string sum)
    {
        foreach (string what in (string[])["residue", "short", "missing"])
        {
            var round = new CommittedRound(sum);
            Payload damaged = await round.EncodeAsync(0);
            byte[] note = damaged.Notes["commit"].ToArray();
            if (what == "residue") note.AsSpan(0, 54).Fill(0xff);
            damaged.Notes = what == "missing"
                ? new Dictionary<string, ReadOnlyMemory<byte>>()
                : new Dictionary<string, ReadOnlyMemory<byte>> { ["commit"] = what == "short" ? note.AsMemory(1) : note };
            await Assert.ThrowsAsync<MalformedUpdateException>(async () => await round.ReceiveAsync(0, damaged));
            Assert.Equal(5, (await round.PublishAsync(1, 2, 3, 4, 5)).Check().Notes.Count);
        }
    }

    [Fact]
    public async Task Numbers_out_of_range_do_not_count_even_if_the_commitment_is_to_them()
    {
        var round = new CommittedRound("none");
        UpdateSpec wire = round.Pipeline.Wire;
        int[] integers = new int[wire.Length];
        RingCommitment.FillRandomness(integers.AsSpan(^RingCommitment.RandomnessLength..));
        integers[0] = 200; // of at most 170
        await RefusesAsync();
        integers[0] = 0;
        integers[^1] = RingCommitment.LargestRandomness + 1;
        await RefusesAsync();

        async Task RefusesAsync()
        {
            int message = integers.Length - RingCommitment.RandomnessLength;
            var payload = new RingPayload(wire.Segments, CommittedLayout.ToWords(integers))
            {
                Notes = new Dictionary<string, ReadOnlyMemory<byte>>
                {
                    ["commit"] = RingCommitment.To(integers.AsSpan(0, message), integers.AsSpan(message)).ToBytes(),
                },
            };
            var refused = await Assert.ThrowsAsync<MalformedUpdateException>(async () => await round.ReceiveAsync(0, payload));
            Assert.Contains("cannot have committed to", refused.Message, StringComparison.Ordinal);
        }
    }
}
