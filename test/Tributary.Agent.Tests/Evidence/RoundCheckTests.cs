using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;

namespace Tributary.Agent.Tests;

/// <summary>What a coordinator can say of a round beside its sum: everything must stand in the ledger, signed, and nothing be missing.</summary>
public sealed class RoundCheckTests
{
    [Fact]
    public async Task An_honest_account_holds_and_says_what_the_model_was_made_of()
    {
        using TestRound round = await TestRound.CreateAsync();
        CheckedRound found = round.Check.Check(round.Tell(), "commit", round.Document, round.Proof);
        Assert.Equal((0, 1, "train"), (found.Before.Number, found.After.Number, found.Question));
        Assert.Equal(round.Clients, found.Cohort);
    }

    [Fact]
    public async Task A_site_that_left_is_in_the_log_and_not_in_the_sum()
    {
        using TestRound round = await TestRound.CreateAsync();
        round.Events.Insert(4, new ClientDropped(default, TestRound.Id, new ClientId("west"), DropReason.Deadline));
        round.Check.Check(round.Tell(), "commit", round.Document, round.Proof);
    }

    [Fact]
    public async Task An_update_that_was_exchanged_left_out_or_made_up_is_noticed()
    {
        await FailsAsync("counts another update of 'ost'", round => round.Replace<UpdateReceived>(
            update => update.Client.Value == "ost",
            update => round.Sign(update with { Notes = new Dictionary<string, BlobId> { ["commit"] = BlobId.Of("other"u8) } })));
        await FailsAsync("leaves out the update of 'west'", round => round.Events.Insert(
            4, new UpdateReceived(default, TestRound.Id, new ClientId("west"), BlobId.Of("x"u8), 1)));
        await FailsAsync("has no update of it that counts", round => round.Replace<UpdateReceived>(
            update => update.Client.Value == "ost", update => new ClientDropped(default, TestRound.Id, update.Client, DropReason.Deadline)));
        await FailsAsync("has no update of it that counts", round => round.Events.Insert(
            5, new ClientDropped(default, TestRound.Id, new ClientId("sued"), DropReason.Malformed)));
        await FailsAsync("counts two updates of 'nord'", round => round.Events.Insert(3, round.Events[2]));
    }

    [Fact]
    public async Task An_update_that_the_site_did_not_sign_is_noticed()
    {
        await FailsAsync("not signed by a site of that name", round => round.Replace<UpdateReceived>(
            update => update.Client.Value == "ost", update => round.Sign(update, by: "nord")));
        await FailsAsync("not signed by a site of that name", round => round.Replace<UpdateReceived>(
            update => update.Client.Value == "ost", update => update with { Bytes = update.Bytes + 1 }));
        await FailsAsync("not signed by a site of that name", round => round.Replace<UpdateReceived>(
            update => update.Client.Value == "ost", update => update with { Signature = null }));
        await FailsAsync("no certificate of 'nord'", _ => { }, message => message with { Members = [] });
        await FailsAsync("not signed by a site of that name", _ => { }, message => message with
        {
            Members = [.. message.Members!.Select(member => member with { Certificate = message.Members![0].Certificate })],
        });
    }

    [Fact]
    public async Task A_document_that_the_ledger_does_not_name_or_of_another_round_is_refused()
    {
        using TestRound round = await TestRound.CreateAsync(), other = await TestRound.CreateAsync();
        Fails("not the one that the ledger names", () => round.Check.Check(round.Tell(), "commit", other.Document, other.Proof));
        Fails("is of another round", () => round.Check.Check(
            round.Tell(), "commit", round.Document, round.Proof with { Round = new RoundId("run", 2) }));
        Fails("is for a cohort of 4", () => round.Check.Check(round.Tell(), "commit", round.Document, round.Proof with { Cohort = 4 }));
        Fails("not the one that the ledger names", () => round.Check.Check(round.Tell(), "other", round.Document, round.Proof));
    }

    [Fact]
    public async Task An_account_with_a_gap_or_without_its_ends_is_refused()
    {
        await FailsAsync("leaves out an event", _ => { }, message => message with { Entries = [.. message.Entries.Where((_, i) => i != 2)] });
        await FailsAsync("does not begin with its opening", _ => { }, message => message with { Entries = [.. message.Entries.Skip(1)] });
        await FailsAsync("does not end with a model", _ => { }, message => message with { Entries = [.. message.Entries.SkipLast(1)] });
        await FailsAsync("does not tell how it began", _ => { }, message => message with { Entries = [message.Entries[0]] });
        await FailsAsync("does not name the model", _ => { }, message => message with { Before = null });
        await FailsAsync("does not name the model", _ => { }, message => message with { Before = message.Entries[^1] });
        await FailsAsync("names another model than the one", round => round.Replace<RoundOpened>(_ => true, opened => opened with { BaseVersion = 3 }));
        await FailsAsync("an event that is none", _ => { }, message => message with { Entries = [null!, .. message.Entries] });
    }

    [Fact]
    public async Task Another_ledger_another_key_and_another_leaf_are_refused()
    {
        using TestRound round = await TestRound.CreateAsync();
        Fails("not in the ledger", () => round.Check.Check(round.Tell(new TestAuthority()), "commit", round.Document, round.Proof));
        await FailsAsync("not in the ledger", _ => { }, message => message with
        {
            Entries = [message.Entries[0] with { Proof = message.Entries[1].Proof }, .. message.Entries.Skip(1)],
        });
        await FailsAsync("not in the ledger", _ => { }, message => message with
        {
            Entries = [.. message.Entries.SkipLast(1), message.Entries[^1] with { Event = message.Before!.Event }],
        });
    }

    [Fact]
    public async Task Damaged_accounts_are_refused_or_say_the_same()
    {
        using TestRound round = await TestRound.CreateAsync();
        byte[] honest = JsonSerializer.SerializeToUtf8Bytes(round.Tell(), ProtocolJson.Default.EvidenceMessage);
        var random = new RandomStream(99);
        int held = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            byte[] damaged = [.. honest];
            damaged[random.NextInt(damaged.Length)] ^= (byte)(1 << random.NextInt(7));
            try
            {
                EvidenceMessage? read = JsonSerializer.Deserialize(damaged, ProtocolJson.Default.EvidenceMessage);
                if (read is null) continue;
                CheckedRound found = round.Check.Check(read, "commit", round.Document, round.Proof);
                Assert.Equal((0, 1), (found.Before.Number, found.After.Number));
                held++; // damage that changes nothing of what is claimed: the key of a member, the name of what is passed over
            }
            catch (Exception e) when (e is JsonException or EvidenceException)
            {
                // what it says
            }
        }
        Assert.InRange(held, 0, 60);
    }

    private static async Task FailsAsync(string words, Action<TestRound> lie, Func<EvidenceMessage, EvidenceMessage>? tell = null)
    {
        using TestRound round = await TestRound.CreateAsync();
        lie(round);
        EvidenceMessage message = round.Tell();
        Fails(words, () => round.Check.Check(tell?.Invoke(message) ?? message, "commit", round.Document, round.Proof));
    }

    private static void Fails(string words, Action check) =>
        Assert.Contains(words, Assert.Throws<EvidenceException>(check).Message, StringComparison.Ordinal);
}
