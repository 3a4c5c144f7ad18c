using System.Text.Json;
using Tributary.Core;
using Tributary.Ledger;
using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>The ledger of one run: a tree whose leaves are its events as they are sent, and proofs that an update is among them.</summary>
internal sealed class RunLedger(string run, CheckpointKey key)
{
    private readonly Lock _lock = new();
    private readonly MerkleTree _tree = new();
    private readonly Dictionary<(int Round, string Site), (long Index, byte[] Leaf)> _updates = [];
    private (long Size, string Note) _head = (-1, "");
    private int _history = 1;

    /// <summary>The bytes of an event: what is hashed, sent and proved.</summary>
    public static byte[] LeafOf(RunEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, CoreJson.Default.RunEvent);

    public void Append(RunEvent e)
    {
        byte[] leaf = LeafOf(e);
        lock (_lock)
        {
            long index = _tree.Append(leaf);
            if (e is UpdateReceived update) _updates[(update.Round.Number, update.Client.Value)] = (index, leaf);
            if (e is not RoundOpened opened) return;
            foreach ((int Round, string Site) old in _updates.Keys.Where(place => place.Round < opened.Round.Number - 1).ToArray())
                _updates.Remove(old); // who asks so late has had the receipt, or is answered from the log
        }
    }

    /// <summary>The number of events.</summary>
    public long Size
    {
        get
        {
            lock (_lock) return _tree.Size;
        }
    }

    /// <summary>Whether the tree has grown from a head that was signed before.</summary>
    public bool Follows(Checkpoint before)
    {
        lock (_lock) return before.Size <= _tree.Size && _tree.Root(before.Size) == before.Root;
    }

    /// <summary>Signs from now on as the history of this number: one that contradicts another has a name of its own.</summary>
    public void Continue(int history)
    {
        lock (_lock) (_history, _head) = (history, (-1, ""));
    }

    /// <summary>The signed head.</summary>
    public string Head()
    {
        lock (_lock)
        {
            if (_head.Size != _tree.Size) _head = (_tree.Size, key.Sign(_history == 1 ? run : $"{run}#{_history}", _tree).ToString());
            return _head.Note;
        }
    }

    /// <summary>The proof that an update is in the log, or null where it is older than the last rounds.</summary>
    public LedgerEntry? Prove(RoundId round, string site)
    {
        lock (_lock)
            return _updates.TryGetValue((round.Number, site), out (long Index, byte[] Leaf) place) ? Prove(place.Index, place.Leaf) : null;
    }

    /// <summary>The proofs that events are at their places, all under one checkpoint.</summary>
    public (string Checkpoint, IReadOnlyList<EvidenceEntry> Entries) Prove(IReadOnlyList<(long Index, RunEvent Event)> events)
    {
        lock (_lock)
            return (Head(), [.. events.Select(entry => new EvidenceEntry(
                Convert.ToBase64String(LeafOf(entry.Event)), entry.Index,
                [.. _tree.InclusionProof(entry.Index, _tree.Size).Path.Select(hash => hash.ToBase64())]))]);
    }

    /// <summary>The proof that an event is at its place.</summary>
    public LedgerEntry Prove(long index, byte[] leaf)
    {
        lock (_lock)
            return new LedgerEntry(
                Convert.ToBase64String(leaf), index,
                [.. _tree.InclusionProof(index, _tree.Size).Path.Select(hash => hash.ToBase64())], Head());
    }
}
