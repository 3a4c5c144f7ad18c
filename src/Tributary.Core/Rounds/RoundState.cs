using System.Collections.Immutable;

namespace Tributary.Core;

/// <summary>One round as its events tell it: a pure fold.</summary>
public sealed record RoundState
{
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

    /// <summary>The clients that may still answer.</summary>
    public required ImmutableHashSet<ClientId> Waiting { get; init; }

    /// <summary>The updates taken, by client.</summary>
    public ImmutableDictionary<ClientId, BlobId> Received { get; init; } = ImmutableDictionary<ClientId, BlobId>.Empty;

    /// <summary>The clients that left, and why.</summary>
    public ImmutableDictionary<ClientId, DropReason> Dropped { get; init; } = ImmutableDictionary<ClientId, DropReason>.Empty;

    /// <summary>The round as the opening event describes it.</summary>
    public static RoundState Open(RoundOpened opened) => new()
    {
        Id = opened.Round,
        Question = opened.Question,
        OpenedAt = opened.At,
        Cohort = [.. opened.Cohort],
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
        ClientDropped dropped when Waiting.Contains(dropped.Client) || IsFoundUnreadable(dropped) => this with
        {
            Waiting = Waiting.Remove(dropped.Client),
            Received = Received.Remove(dropped.Client),
            Dropped = Dropped.Add(dropped.Client, dropped.Reason),
        },
        RoundClosed => this with { Phase = RoundPhase.Closed },
        ModelPublished => this with { Phase = RoundPhase.Published },
        RoundFailed => this with { Phase = RoundPhase.Failed },
        _ => this,
    };

    /// <summary>A group's sum is read only after the round has closed: then an update that had been taken may prove worthless.</summary>
    private bool IsFoundUnreadable(ClientDropped dropped) =>
        Phase == RoundPhase.Closed && dropped.Reason == DropReason.Malformed && Received.ContainsKey(dropped.Client);
}
