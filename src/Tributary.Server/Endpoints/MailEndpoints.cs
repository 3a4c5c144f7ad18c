using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>Messages between the parties of a round, for stages that need more than an update.</summary>
internal sealed class MailEndpoints(FieldRuns runs, PacingSettings pacing, TimeProvider clock)
{
    private const string Path = Routes.Runs + "/{run}/rounds/{round}/mail/{stage}";

    public IEnumerable<Operation> Operations =>
    [
        new("POST", Path, Access.Site, "Leaves a message for another party of the round.", PostAsync)
        {
            Request = ProtocolJson.Default.MailRequest, Status = 204, MaximumBody = 3L << 19,
        },
        new("GET", Path, Access.Site, "Takes the messages to this party.", ReadAsync)
        {
            Answer = ProtocolJson.Default.MailboxMessage,
            Query =
            [
                ("after", "The number of the last message that has been read."),
                ("wait", "Seconds that the answer may be held back until there is a message."),
            ],
        },
    ];

    private async Task PostAsync(Call call)
    {
        MailRequest request = await call.ReadAsync(ProtocolJson.Default.MailRequest);
        (RunHost host, RoundState round) = Party(call);
        var to = new ClientId(request.To);
        if (to != RoundMessage.Coordinator && !round.Cohort.Contains(to)) throw Refuse.NotFound("The party");
        byte[] body = new byte[request.Body.Length];
        if (!Convert.TryFromBase64String(request.Body, body, out int length)) throw Refuse.Malformed("The message is not base64.");
        if (length > RoundMail.LongestMessage) throw Refuse.TooLarge(RoundMail.LongestMessage);
        await host.Mail.PostAsync(
            [new RoundMessage(round.Id, Stage(call), new ClientId(call.Caller.Name), to, body.AsMemory(0, length))], call.Cancellation);
        if (to == RoundMessage.Coordinator) await host.HearAsync();
        await call.DoneAsync();
    }

    private async Task ReadAsync(Call call)
    {
        (RunHost host, RoundState round) = Party(call);
        (string stage, string site, long after) = (Stage(call), call.Caller.Name, call.Query("after", 0));
        TimeSpan left = TimeSpan.FromSeconds(Math.Min(call.Query("wait", 0), pacing.HoldSeconds));
        long began = clock.GetTimestamp();
        MailboxMessage mailbox;
        while (true)
        {
            Task changed = host.Mail.Changed;
            mailbox = await host.Mail.ReadAsync(round.Id, stage, site, after, call.Cancellation);
            TimeSpan rest = left - clock.GetElapsedTime(began);
            if (mailbox.Messages.Count > 0 || rest <= TimeSpan.Zero) break;
            await changed.WaitAsync(rest, clock, call.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            call.Cancellation.ThrowIfCancellationRequested();
        }
        await call.WriteAsync(mailbox, ProtocolJson.Default.MailboxMessage);
    }

    private static string Stage(Call call) => Roles.Name(call["stage"]);

    /// <summary>The round that is open or waits for answers after the close, if whoever asks takes part in it.</summary>
    private (RunHost Host, RoundState Round) Party(Call call)
    {
        RunHost host = runs.Find(call["run"], call.Caller);
        if (host.State is not { Outcome: null, Round: { } round } || round.Id != call.Round)
            throw Refuse.Update(DropReason.TooLate);
        var site = new ClientId(call.Caller.Name);
        bool takesPart = round.Cohort.Contains(site) && (round.Phase == RoundPhase.Closed || !round.Dropped.ContainsKey(site));
        return takesPart ? (host, round) : throw Refuse.Update(DropReason.NotAsked);
    }
}
