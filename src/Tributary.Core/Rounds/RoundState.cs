using System.Collections.Immutable;

namespace Tributary.Core;

/// <summary>One round as its events tell it: a pure fold.</summary>
public sealed record RoundState
{
    /// <summary>The step in which updates are asked for, where others come before it.</summary>
    public const string UpdateStep = "update";

    /// <summary>Which round.</summary>
    public required RoundId Id { get; init; }

    /// <summary>The question's name.</summary>
    public required string Question { get; init; }

    /// <summary>How far it has come.</summary>
    public RoundPhase Phase { get; init; } = RoundPhase.Open;

    /// <summary>When it opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The invited clients, in order.</summary>
    public required ImmutableArray<ClientId> Cohort { get; init; }

    /// <summary>How many updates the round wants; over-selection invites more.</summary>
    public required int Wanted { get; init; }

    /// <summary>The expected size of the cohort, where each client was drawn by a coin of its own.</summary>
    public double? Expected { get; init; }

    /// <summary>What the stages left for this round when an earlier one ended, by name.</summary>
    public IReadOnlyDictionary<string, double> State { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>
    /// What is asked: the step opened last, or null where none was; then it is the update, and after the close the first step of keepers.
    /// </summary>
    public string? Step { get; init; }

    /// <summary>When that was asked: the deadline of its answers counts from here.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Whom, in order of invitation.</summary>
    public required ImmutableArray<ClientId> Asked { get; init; }

    /// <summary>Whether it asks for updates now.</summary>
    public bool AsksUpdate => Phase == RoundPhase.Open && Step is null or UpdateStep;

    /// <summary>The clients whose answer is awaited while it is open: their update, or what a step before it asks.</summary>
    public required ImmutableHashSet<ClientId> Waiting { get; init; }

    /// <summary>The updates taken, by client.</summary>
    public ImmutableDictionary<ClientId, BlobId> Received { get; init; } = ImmutableDictionary<ClientId, BlobId>.Empty;

    /// <summary>The clients that left, and why.</summary>
    public ImmutableDictionary<ClientId, DropReason> Dropped { get; init; } = ImmutableDictionary<ClientId, DropReason>.Empty;

    /// <summary>When it closed, if it has.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The keepers whose answer is awaited; none before the close.</summary>
    public ImmutableHashSet<ClientId> Keepers { get; init; } = [];

    /// <summary>The keepers that will not answer or answered wrongly, and why.</summary>
    public ImmutableDictionary<ClientId, DropReason> LostKeepers { get; init; } = ImmutableDictionary<ClientId, DropReason>.Empty;

    /// <summary>The round as the opening event describes it.</summary>
    public static RoundState Open(RoundOpened opened) => new()
    {
        Id = opened.Round,
        Question = opened.Question,
        OpenedAt = opened.At,
        AskedAt = opened.At,
        Cohort = [.. opened.Cohort],
        Asked = [.. opened.Cohort],
        Wanted = opened.Wanted,
        Expected = opened.Expected,
        Waiting = [.. opened.Cohort],
    };

    /// <summary>The round after one more event; events of clients that no longer matter change nothing.</summary>
    public RoundState Apply(RunEvent e) => e switch
    {
        UpdateReceived received when Waiting.Contains(received.Client) => this with
        {
            Waiting = Waiting.Remove(received.Client),
            Received = Received.Add(received.Client, received.Body),
        },
        ClientDropped dropped when Waiting.Contains(dropped.Client) || IsPreparing(dropped.Client) || IsFoundUnreadable(dropped) =>
            this with
            {
                Waiting = Waiting.Remove(dropped.Client),
                Received = Received.Remove(dropped.Client),
                Dropped = Dropped.Add(dropped.Client, dropped.Reason),
            },
        StepOpened opened when Phase == RoundPhase.Open => this with
        {
            Step = opened.Step,
            AskedAt = opened.At,
            Asked = [.. opened.Asked],
            Waiting = [.. opened.Asked],
        },
        StepOpened opened => this with
        {
            Step = opened.Step,
            AskedAt = opened.At,
            Asked = [.. opened.Asked],
            Keepers = [.. opened.Asked],
        },
        StepAnswered answered => this with { Waiting = Waiting.Remove(answered.Client) },
        RoundClosed closed => this with
        {
            Phase = RoundPhase.Closed,
            ClosedAt = closed.At,
            Step = null,
            AskedAt = closed.At,
            Asked = [.. closed.Keepers ?? []],
            Keepers = [.. closed.Keepers ?? []],
        },
        KeeperAnswered answered => this with { Keepers = Keepers.Remove(answered.Client) },
        KeeperDropped dropped => this with
        {
            Keepers = Keepers.Remove(dropped.Client),
            LostKeepers = LostKeepers.SetItem(dropped.Client, dropped.Reason),
        },
        ModelPublished => this with { Phase = RoundPhase.Published },
        RoundFailed => this with { Phase = RoundPhase.Failed },
        _ => this,
    };

    /// <summary>Whether a client is in the round and no updates are asked for yet: it may leave, whether or not it has answered.</summary>
    public bool IsPreparing(ClientId client) =>
        Phase == RoundPhase.Open && !AsksUpdate && Cohort.Contains(client) && !Dropped.ContainsKey(client);

    /// <summary>A group's sum is read only after the round has closed: then an update that had been taken may prove worthless.</summary>
    private bool IsFoundUnreadable(ClientDropped dropped) =>
        Phase == RoundPhase.Closed && dropped.Reason is DropReason.Malformed or DropReason.Unopened or DropReason.TooLarge
            && Received.ContainsKey(dropped.Client);
}
