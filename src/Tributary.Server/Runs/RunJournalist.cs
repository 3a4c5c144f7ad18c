using Tributary.Core;

namespace Tributary.Server;

/// <summary>Writes what happens in a run to the operator's log and the measurements.</summary>
internal sealed class RunJournalist(RunSurroundings around, string run)
{
    private DateTimeOffset _opened;
    private int _updates;

    /// <summary>Goes on with a round that another process opened.</summary>
    public void Resume(RoundState? open)
    {
        if (open is not null) (_opened, _updates) = (open.OpenedAt, open.Received.Count);
    }

    public void Write(RunEvent e)
    {
        switch (e)
        {
            case RoundOpened opened:
                (_opened, _updates) = (opened.At, 0);
                Log.RoundOpened(around.Logger, run, opened.Round.Number, opened.Cohort.Count);
                break;
            case UpdateReceived:
                _updates++;
                break;
            case ClientDropped dropped:
                around.Metrics.Dropped(dropped.Reason.ToString());
                Log.Dropped(around.Logger, run, dropped.Round.Number, dropped.Client.Value, dropped.Reason.ToString());
                break;
            case ModelPublished published:
                around.Metrics.RoundEnded("published", published.At - _opened);
                around.Metrics.Source.NoteRound(published.Round, _opened, published.At, "published");
                Log.Published(around.Logger, run, published.Round.Number, published.Version.Number, _updates);
                break;
            case RoundFailed failed:
                around.Metrics.RoundEnded("failed", failed.At - _opened);
                around.Metrics.Source.NoteRound(failed.Round, _opened, failed.At, "failed");
                Log.RoundFailed(around.Logger, run, failed.Round.Number, failed.Problem.Message);
                break;
            case RunFinished finished:
                Log.Finished(around.Logger, run, finished.Outcome.ToString(), finished.Reason);
                break;
        }
    }
}
