using Tributary.Core;
using Tributary.Protocol;
using Tributary.Storage;

namespace Tributary.Agent;

/// <summary>Keeps what goes wrong in one run from the others.</summary>
internal sealed class RunGuard(SiteFolder folder, AgentJournal journal, PreparedRuns runs, Action<AgentNotice> notify)
{
    /// <summary>Works for a run; what fails is told, unless it concerns all runs: the link, the identity or the store.</summary>
    public async ValueTask DoAsync(string run, Func<ValueTask> work, CancellationToken cancellation)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!ConcernsAll(e))
        {
            switch (e)
            {
                case ReceiptException:
                    await LeaveAsync(run, ProblemCodes.ReceiptInvalid, e.Message, cancellation);
                    break;
                case EvidenceException:
                    await LeaveAsync(run, ProblemCodes.RoundNotProven,
                        $"{e.Message} This site takes part in the run no longer. Keep its receipts, and show them to the other sites.",
                        cancellation);
                    break;
                case ProtocolException { Problem.Code: ProblemCodes.NotFound or ProblemCodes.RunHasEnded }:
                    await EndAsync(run, e.Message, cancellation);
                    break;
                default:
                    notify(new AgentNotice(AgentNoticeKind.Failed, run, e.Message, CodeOf(e)));
                    break;
            }
        }
    }

    /// <summary>Takes part in a run no longer.</summary>
    public async ValueTask LeaveAsync(string run, string code, string reason, CancellationToken cancellation)
    {
        await CloseAsync(new RunLeft(journal.Now, run, code, reason), cancellation);
        notify(new AgentNotice(AgentNoticeKind.Failed, run, reason, code));
    }

    /// <summary>Notes that a run is over.</summary>
    public async ValueTask EndAsync(string run, string reason, CancellationToken cancellation)
    {
        if (!journal.State.Runs.ContainsKey(run)) return; // it was over before it was seen
        await CloseAsync(new RunEnded(journal.Now, run, reason), cancellation);
        notify(new AgentNotice(AgentNoticeKind.Ended, run, reason));
    }

    /// <summary>The code of what went wrong, where it has one.</summary>
    public static string? CodeOf(Exception e) => e switch
    {
        SiteException site => site.Problems[0].Code,
        ProtocolException refused => refused.Problem.Code,
        StorageException store => store.Code,
        KeeperException keeper => keeper.Code,
        _ => null,
    };

    private bool ConcernsAll(Exception e) =>
        journal.IsBehind || e is OperationCanceledException or UnreachableException
            or ProtocolException { Problem.Code: ProblemCodes.Unauthenticated or ProblemCodes.WrongProtocolVersion };

    private async ValueTask CloseAsync(AgentEvent e, CancellationToken cancellation)
    {
        runs.Remove(e.Run);
        await journal.AppendAsync(e, cancellation);
        folder.Decisions.Forget(e.Run);
    }
}
