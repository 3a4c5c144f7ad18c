using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>
/// What proves the rounds of one run to whoever asks: their events with proofs, and the certificates of those who signed.
/// </summary>
internal sealed class EvidenceDesk(RunHost host, IEventLog<RunEvent> log, RunLedger ledger)
{
    // Of a round that is over, until another model is published: sites ask for the same one after another.
    private (int Published, EvidenceMessage Message)? _last;

    /// <summary>The evidence of a round; without entries where it is not over.</summary>
    public async ValueTask<EvidenceMessage> TellAsync(int round, CancellationToken cancellation)
    {
        RunState now = host.State;
        if (now.Round?.Id.Number == round) return new EvidenceMessage(host.Submitted.Run, round, ledger.Head(), []);
        if (_last is { } last && last.Published == now.PublishedRound && last.Message.Round == round) return last.Message;
        long size = ledger.Size; // what is logged later has no proof yet
        RunState state = RunState.Empty, opened = state;
        var entries = new List<(long Index, RunEvent Event)>();
        (long Index, RunEvent Event)? before = null, latest = null;
        long index = 0;
        bool over = false;
        await foreach (RunEvent e in log.ReadAsync(host.Submitted.Run, 0, cancellation))
        {
            if (index == size) break;
            state = state.Apply(e);
            if (e is RoundOpened opening && opening.Round.Number == round) (opened, before) = (state, latest);
            if (e is RunStarted or ModelPublished) latest = (index, e);
            if (opened.Round is not null && !over) entries.Add((index, e));
            over |= opened.Round is not null && IsEnd(e, round);
            index++;
        }
        string run = host.Submitted.Run;
        if (!over) return new EvidenceMessage(run, round, ledger.Head(), []);
        if (entries.Any(entry => entry.Index == latest!.Value.Index) || latest == before) latest = null;
        (long, RunEvent)[] all = [.. entries, before!.Value, .. latest is { } one ? [one] : Array.Empty<(long, RunEvent)>()];
        (string checkpoint, IReadOnlyList<EvidenceEntry> proven) = ledger.Prove(all);
        SubmittedRun consents = host.Consents;
        var message = new EvidenceMessage(
            run, round, checkpoint, [.. proven.Take(entries.Count)], proven[entries.Count], latest is null ? null : proven[^1],
            [.. entries.Select(entry => entry.Event).OfType<UpdateReceived>()
                .Select(update => consents.Consents.GetValueOrDefault(update.Client.Value)?.Member).OfType<MemberMessage>()],
            opened.Round!.State.Count == 0 ? null : opened.Round.State);
        _last = (now.PublishedRound, message);
        return message;
    }

    private static bool IsEnd(RunEvent e, int round) => e switch
    {
        ModelPublished published => published.Round.Number == round,
        RoundFailed failed => failed.Round.Number == round,
        RunFinished => true,
        _ => false,
    };
}
