using System.Collections.Immutable;

namespace Tributary.Core;

/// <summary>One run as its events tell it: a pure fold, so that a restarted coordinator knows what the stopped one knew.</summary>
public sealed record RunState
{
    /// <summary>How many rounds after its own a proof is kept: whoever wants to check a round has so long.</summary>
    public const int RoundsOfProofs = 8;

    /// <summary>A run before its first event.</summary>
    public static RunState Empty { get; } = new();

    /// <summary>When the last event happened.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The published model, once the run has started.</summary>
    public ModelVersion? Model { get; init; }

    /// <summary>The seed of everything public in the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>The round that is open or closed but not yet published, if any.</summary>
    public RoundState? Round { get; init; }

    /// <summary>The round before, published or failed, if any: a client that missed its receipt may ask again.</summary>
    public RoundState? LastRound { get; init; }

    /// <summary>The number of the last round opened; zero before the first.</summary>
    public int RoundNumber { get; init; }

    /// <summary>The number of the round that published <see cref="Model"/>; zero before the first.</summary>
    public int PublishedRound { get; init; }

    /// <summary>Published rounds, by question.</summary>
    public ImmutableDictionary<string, int> Answered { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Opened rounds, by question: each may have told something, whatever became of it.</summary>
    public ImmutableDictionary<string, int> Asked { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What stages have left for the rounds to come, by name.</summary>
    public IReadOnlyDictionary<string, double> Stages { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>What it takes to check the last rounds, by round, where stages published anything.</summary>
    public ImmutableSortedDictionary<int, PublishedProof> Proofs { get; init; } = ImmutableSortedDictionary<int, PublishedProof>.Empty;

    /// <summary>What must stay in the store: the published model, and the proofs.</summary>
    public IEnumerable<BlobId> Blobs =>
        Proofs.Values.SelectMany(proof => proof.Blobs).Concat(Model is { } model ? [model.Model, model.Optimizer] : []);

    /// <summary>Rounds that failed since the last one that was published.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Why the last failed round failed, or null where none has since a model was published.</summary>
    public Problem? Failure { get; init; }

    /// <summary>The last evaluation, by metric.</summary>
    public IReadOnlyDictionary<string, double> Evaluation { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>The round whose model an evaluator measured last, by evaluator.</summary>
    public ImmutableDictionary<string, int> Evaluators { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>How the run ended, or null while it goes on.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>The run after one more event.</summary>
    public RunState Apply(RunEvent e) => Fold(e) with { At = e.At };

    private ImmutableSortedDictionary<int, PublishedProof> After(ModelPublished published)
    {
        var kept = Proofs.RemoveRange(Proofs.Keys.Where(round => round < published.Round.Number - RoundsOfProofs));
        return published.Documents is { } documents ? kept.SetItem(published.Round.Number, new PublishedProof(documents, Model!)) : kept;
    }

    private RunState Fold(RunEvent e) => e switch
    {
        RunStarted started => this with { Model = started.Model, Seed = started.Seed },
        RoundOpened opened => this with
        {
            Round = RoundState.Open(opened) with { State = Stages },
            RoundNumber = opened.Round.Number,
            Asked = Asked.SetItem(opened.Question, Asked.GetValueOrDefault(opened.Question) + 1),
        },
        ModelPublished published => this with
        {
            Model = published.Version,
            Stages = published.Stages ?? Stages,
            Proofs = After(published),
            PublishedRound = published.Round.Number,
            Round = null,
            LastRound = Round!.Apply(e),
            FailuresInARow = 0,
            Failure = null,
            Answered = Answered.SetItem(Round!.Question, Answered.GetValueOrDefault(Round.Question) + 1),
        },
        RoundFailed failed => this with
        {
            Round = null,
            LastRound = Round!.Apply(e),
            FailuresInARow = FailuresInARow + 1,
            Failure = failed.Problem,
        },
        ModelEvaluated evaluated => this with
        {
            Evaluation = evaluated.Metrics,
            Evaluators = evaluated.By is { } by ? Evaluators.SetItem(by, evaluated.Round) : Evaluators,
        },
        RunFinished finished => this with { Outcome = finished.Outcome, Round = null, LastRound = Round ?? LastRound },
        _ => this with { Round = Round?.Apply(e) },
    };
}
