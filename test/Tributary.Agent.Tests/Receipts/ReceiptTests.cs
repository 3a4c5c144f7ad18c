using System.Text.Json;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Agent.Tests;

/// <summary>Receipts that do not prove what they should end a site's part in the run.</summary>
public sealed class ReceiptTests
{
    public static TheoryData<string, string> Falsehoods => new()
    {
        { "other body", "another update" },
        { "no proof", "without a proof" },
        { "other event", "says something else" },
        { "nonsense", "cannot be read" },
        { "other place", "does not hold" },
        { "other note", "does not hold" },
        { "broken hash", "cannot be read" },
    };

    private static ReceiptMessage Falsify(ReceiptMessage receipt, string how)
    {
        LedgerEntry entry = receipt.Entry!;
        return how switch
        {
            "other body" => receipt with { Body = BlobId.Of("other"u8) },
            "no proof" => receipt with { Entry = null },
            "other event" => receipt with { Entry = entry with { Event = OfAnother(entry.Event) } },
            "nonsense" => receipt with { Entry = entry with { Event = "bm9uc2Vuc2U=" } },
            "other place" => receipt with { Entry = entry with { Index = entry.Index + 1 } },
            "other note" => receipt with { Entry = entry with { Checkpoint = entry.Checkpoint.Replace("coordinator/run", "coordinator/other", StringComparison.Ordinal) } },
            _ => receipt with { Entry = entry with { Proof = ["?"] } },
        };
    }

    private static string OfAnother(string json)
    {
        var received = (UpdateReceived)JsonSerializer.Deserialize(Convert.FromBase64String(json), CoreJson.Default.RunEvent)!;
        return Convert.ToBase64String(
            JsonSerializer.SerializeToUtf8Bytes<RunEvent>(received with { Client = new ClientId("ost") }, CoreJson.Default.RunEvent));
    }

    [Theory]
    [MemberData(nameof(Falsehoods))]
    public async Task A_receipt_that_does_not_hold_ends_the_sites_part(string how, string words)
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        await federation.SubmitAsync(SmallTable.Job());
        Dictionary<string, SiteAgent> agents = federation.Agents();
        foreach (SiteAgent agent in agents.Values) await agent.TurnAsync(CancellationToken.None);
        federation.Coordinator.OnReceipt = receipt => Falsify(receipt, how);
        await federation.Coordinator.Runs[0].Coordinator!.TickAsync();
        await agents["nord"].TurnAsync(CancellationToken.None);
        MemberState member = agents["nord"].State.Runs["run"];
        Assert.True(member.IsOver);
        Assert.Contains(words, member.Reason);
        AgentNotice told = federation.Notices.Single(notice => notice.Kind == AgentNoticeKind.Failed);
        Assert.Equal(ProblemCodes.ReceiptInvalid, told.Code);
        int sent = federation.Coordinator.HandedIn.Count;
        await agents["nord"].TurnAsync(CancellationToken.None);
        Assert.Equal(sent, federation.Coordinator.HandedIn.Count);
    }

    [Fact]
    public async Task What_is_kept_of_a_receipt_can_be_checked_again()
    {
        using TestFederation federation = await TestFederation.CreateAsync();
        await federation.SubmitAsync(SmallTable.Job());
        await federation.FinishAsync(federation.Agents());
        SiteFolder folder = federation.FolderOf("sued");
        var round = new RoundId("run", 3);
        KeptReceipt kept = folder.Receipts.Find(round)!;
        new ReceiptCheck(new ClientId("sued"), folder.Identity.CheckpointKey)
            .Check(round, kept.Body, new ReceiptMessage(kept.Body, kept.Accepted, kept.Reason, kept.Entry));
        Assert.Throws<ReceiptException>(() => new ReceiptCheck(new ClientId("sued"), new TestAuthority().CheckpointKey)
            .Check(round, kept.Body, new ReceiptMessage(kept.Body, kept.Accepted, kept.Reason, kept.Entry)));
        Assert.Null(folder.Receipts.Find(new RoundId("run", 30)));
    }
}
