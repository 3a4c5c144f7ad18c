using System.Diagnostics;
using Tributary.Simulation;

namespace Tributary.Cli;

/// <summary>Times whole rounds of a simulation from the end of one to the end of the next, with a peer's turn in between.</summary>
/// <param name="warmUp">How many rounds are not counted.</param>
/// <param name="count">How many then are; a last round follows, which has the evaluation in it.</param>
/// <param name="theirs">The peer's turn, or null.</param>
internal sealed class RoundClock(int warmUp, int count, Func<double>? theirs)
{
    private readonly List<double> _ours = [], _theirs = [], _processor = [];
    private long _start;
    private TimeSpan _processorStart;

    /// <summary>Milliseconds of each round by the wall clock, ours and the peer's.</summary>
    public Paired Turns => new(_ours, _theirs);

    /// <summary>Milliseconds of all processors in each of our rounds.</summary>
    public IReadOnlyList<double> Processor => _processor;

    /// <summary>Hears that a round has ended; the simulation stands still until the peer has had its turn.</summary>
    public void OnRound(RoundSummary round)
    {
        double wall = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
        double processor = (Environment.CpuUsage.TotalTime - _processorStart).TotalMilliseconds;
        if (round.Round > warmUp && round.Round <= warmUp + count)
        {
            _ours.Add(wall);
            _processor.Add(processor);
            if (theirs is not null) _theirs.Add(theirs());
        }
        _processorStart = Environment.CpuUsage.TotalTime;
        _start = Stopwatch.GetTimestamp();
    }
}
