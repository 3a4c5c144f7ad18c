using System.Text.Json;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Protocol;

namespace Tributary.Agent;

/// <summary>
/// The events of a round that is over, as a run's ledger has them: every one from its opening to its end, under one signed head, so that
/// none can have been kept back.
/// </summary>
internal sealed class RoundEvents
{
    private readonly Dictionary<long, byte[]> _leaves = [];

    private RoundEvents(RoundId round) => Round = round;

    /// <summary>The round.</summary>
    public RoundId Round { get; }

    /// <summary>How it began.</summary>
    public RoundOpened Opened { get; private set; } = null!;

    /// <summary>How it ended: with a model, or without one.</summary>
    public RunEvent End { get; private set; } = null!;

    /// <summary>The model that the round began with.</summary>
    public ModelVersion? Before { get; private set; }

    /// <summary>The number of the last round that the run has published.</summary>
    public int Latest { get; private set; }

    /// <summary>The updates that were taken, by client.</summary>
    public Dictionary<ClientId, UpdateReceived> Updates { get; } = [];

    /// <summary>The clients that the log says are not in the aggregate.</summary>
    public HashSet<ClientId> Dropped { get; } = [];

    /// <summary>The bytes of an event, by its index in the ledger.</summary>
    public IReadOnlyDictionary<long, byte[]> Leaves => _leaves;

    /// <summary>Reads evidence and checks it against the ledger's head.</summary>
    /// <param name="evidence">From a coordinator or a file.</param>
    /// <param name="checkpointKey">The coordinator's verifier key, under its own name; empty where the head cannot be checked.</param>
    /// <exception cref="EvidenceException">It is not what the ledger holds of this round, or not all of it.</exception>
    public static RoundEvents Read(EvidenceMessage evidence, string checkpointKey)
    {
        var events = new RoundEvents(new RoundId(evidence.Run, evidence.Round));
        NoteVerifier? verifier = LedgerKey.OfRun(checkpointKey, evidence.Run);
        if (evidence.Entries.Any(entry => entry is null)) throw Fails("has an event that is none"); // JSON may say null
        if (evidence.Entries.Count < 2) throw Fails("does not tell how it began and how it ended");
        for (int i = 1; i < evidence.Entries.Count; i++)
            if (evidence.Entries[i].Index != evidence.Entries[0].Index + i)
                throw Fails("leaves out an event between its opening and its end");
        foreach (EvidenceEntry entry in evidence.Entries) events.Take(events.Prove(entry, evidence.Checkpoint, verifier));
        events.Opened = events.Prove(evidence.Entries[0], evidence.Checkpoint, verifier) is RoundOpened opened
            && opened.Round == events.Round
            ? opened
            : throw Fails("does not begin with its opening");
        events.End = events.Prove(evidence.Entries[^1], evidence.Checkpoint, verifier);
        bool ends = events.End switch
        {
            ModelPublished published => published.Round == events.Round,
            RoundFailed failed => failed.Round == events.Round,
            RunFinished => true,
            _ => false,
        };
        if (!ends) throw Fails("does not end with a model, a failure or the end of the run");
        RunEvent? before = evidence.Before is { } first && first.Index < evidence.Entries[0].Index
            ? events.Prove(first, evidence.Checkpoint, verifier) : null;
        events.Before = before switch
        {
            RunStarted started => started.Model,
            ModelPublished published => published.Version,
            _ => throw Fails("does not name the model that it began with"),
        };
        if (events.Before.Number != events.Opened.BaseVersion) throw Fails("names another model than the one that it began with");
        RunEvent? latest = evidence.Latest is { } last ? events.Prove(last, evidence.Checkpoint, verifier) : null;
        events.Latest = Math.Max(evidence.Round, (latest as ModelPublished)?.Round.Number ?? 0);
        return events;
    }

    private void Take(RunEvent e)
    {
        switch (e)
        {
            case UpdateReceived update when update.Round == Round:
                if (!Updates.TryAdd(update.Client, update)) throw Fails($"counts two updates of '{update.Client}'");
                break;
            case ClientDropped dropped when dropped.Round == Round:
                Dropped.Add(dropped.Client);
                break;
        }
    }

    private RunEvent Prove(EvidenceEntry entry, string checkpoint, NoteVerifier? verifier)
    {
        try
        {
            byte[] leaf = Convert.FromBase64String(entry.Event);
            if (verifier is not null && !_leaves.ContainsKey(entry.Index))
            {
                var path = new List<TreeHash>();
                foreach (string text in entry.Proof)
                    path.Add(TreeHash.TryParseBase64(text, out TreeHash hash) ? hash : throw Fails("has a proof that cannot be read"));
                LedgerVerdict verdict = new LedgerProof { Index = entry.Index, Path = [.. path], Note = checkpoint }.Verify(leaf, verifier);
                if (!verdict.IsValid) throw Fails($"names an event that is not in the ledger ({verdict.Explanation})");
            }
            _leaves[entry.Index] = leaf;
            return JsonSerializer.Deserialize(leaf, CoreJson.Default.RunEvent) ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new EvidenceException("The evidence of the round has an event that cannot be read.", e);
        }
    }

    private static EvidenceException Fails(string what) => new($"The coordinator's account of the round {what}, so it proves nothing.");
}
