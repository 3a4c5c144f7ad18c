using System.Collections.Immutable;
using Tributary.Core;

namespace Tributary.Agent;

/// <summary>A site's part in one run as its events tell it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">The job's name.</param>
/// <param name="JobText">The job as it was submitted.</param>
/// <param name="ModelFile">The file of the initial model.</param>
/// <param name="Number">The site's number in the run, from zero.</param>
public sealed record MemberState(string Run, string Job, BlobId JobText, BlobId ModelFile, int Number)
{
    /// <summary>Whether the site takes part; null while that is open.</summary>
    public bool? Approved { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why the site does not take part.</summary>
    public string? Reason { get; init; }

    /// <summary>The model that was fetched last.</summary>
    public BlobId? Model { get; init; }

    /// <summary>Updates without an answer, oldest first.</summary>
    public ImmutableList<PendingUpdate> Pending { get; init; } = [];

    /// <summary>What stages remember, by name.</summary>
    public ImmutableDictionary<string, BlobId> Vault { get; init; } = ImmutableDictionary<string, BlobId>.Empty;

    /// <summary>What stages keep for the rest of the run, by name.</summary>
    public ImmutableDictionary<string, BlobId> Safe { get; init; } = ImmutableDictionary<string, BlobId>.Empty;

    /// <summary>The last round that an update was encoded for; zero before the first. No earlier one is answered again.</summary>
    public int LastRound { get; init; }

    /// <summary>What answers tell, by round: counted before they were made, and for ever.</summary>
    public ImmutableSortedDictionary<int, DpEvent> Reserved { get; init; } = ImmutableSortedDictionary<int, DpEvent>.Empty;

    /// <summary>Of whom answers tell, by round, where a column names people: digests in the blob store.</summary>
    public ImmutableSortedDictionary<int, BlobId> People { get; init; } = ImmutableSortedDictionary<int, BlobId>.Empty;

    /// <summary>The data set that answers tell of, or null where the journal does not say.</summary>
    public string? Data { get; init; }

    /// <summary>Rounds that the site answered and whose proof it has not seen yet.</summary>
    public ImmutableSortedSet<int> Unproven { get; init; } = [];

    /// <summary>How many updates were accepted.</summary>
    public int Accepted { get; init; }

    /// <summary>Whether the run has ended or was left.</summary>
    public bool IsOver { get; init; }

    /// <summary>Whether the site has work to expect.</summary>
    public bool IsActive => Approved == true && !IsOver;

    /// <summary>Every blob that is still needed.</summary>
    public IEnumerable<BlobId> Blobs => IsOver
        ? People.Values
        : [
            JobText, .. People.Values,
            .. Approved == false ? [] : new[] { ModelFile }, .. Model is { } model ? [model] : Array.Empty<BlobId>(),
            .. Pending.SelectMany(update => update.Changes.Values.Prepend(update.Body)), .. Vault.Values,
            .. Safe.Values,
        ];

    /// <summary>The part after one more event.</summary>
    public MemberState Apply(AgentEvent e) => e switch
    {
        ConsentGiven given => this with { Approved = true, DecidedBy = given.By, Reason = null },
        ConsentDeclined declined => this with { Approved = false, DecidedBy = declined.By, Reason = declined.Reason },
        ModelFetched fetched => this with { Model = fetched.Model },
        UpdateEncoded encoded => this with
        {
            Pending = Pending.Add(new PendingUpdate(encoded.Round, encoded.Body, encoded.Changes)),
            LastRound = Math.Max(LastRound, encoded.Round),
        },
        PrivacyReserved reserved => this with
        {
            Reserved = Reserved.SetItem(reserved.Round, reserved.Told),
            People = reserved.People is { } people ? People.SetItem(reserved.Round, people) : People,
            Data = reserved.Data ?? Data,
        },
        VaultStored stored => this with { Vault = Vault.SetItems(stored.Values) },
        SafeKept kept => this with { Safe = Safe.ContainsKey(kept.Name) ? Safe : Safe.Add(kept.Name, kept.Content) },
        UpdateSettled settled => this with
        {
            Pending = Pending.RemoveAll(update => update.Round == settled.Round),
            Accepted = Accepted + (settled.Accepted ? 1 : 0),
        },
        ProofAwaited awaited => this with { Unproven = Unproven.Add(awaited.Round) },
        ProofSettled settled => this with { Unproven = Unproven.Remove(settled.Round) },
        RunLeft left => this with { IsOver = true, Reason = left.Reason },
        RunEnded ended => this with { IsOver = true, Reason = ended.Reason },
        _ => this,
    };
}
