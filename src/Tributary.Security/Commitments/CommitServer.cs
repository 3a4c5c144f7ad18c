using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The coordinator's half of <see cref="Commit"/>: holds what it reads against the commitments, and adds up what it will publish.
/// </summary>
internal sealed class CommitServer(RoundContext round, UpdateSpec input, CommittedLayout layout) : IServerStage
{
    private readonly Dictionary<ClientId, ReadOnlyMemory<byte>> _notes = [];
    private readonly List<ClientId> _included = [];
    private readonly int[] _total = new int[layout.Length];
    private int[]? _decoded; // what was decoded last, until it is known to count

    public ReadOnlyMemory<byte>? Document => _included.Count == 0
        ? null
        : new CommittedSum
        {
            Round = round.Round,
            Cohort = input.Cohort,
            Segments = input.Segments,
            Commitments = [.. _included.Order(ByName).Select(client => (client, _notes[client]))],
            Sums = _total,
        }.ToBytes();

    private static Comparer<ClientId> ByName { get; } =
        Comparer<ClientId>.Create((one, other) => string.CompareOrdinal(one.Value, other.Value));

    public void Note(ClientId from, ReadOnlyMemory<byte> note)
    {
        Read(note.Span);
        _notes[from] = note;
    }

    public ValueTask<Payload> DecodeAsync(Payload payload, IReadOnlyList<ClientId> from, CancellationToken cancellation)
    {
        _decoded = null;
        int[] sums = layout.FromWords(((RingPayload)payload).Words);
        if (!layout.IsInRange(sums, from.Count))
            throw new MalformedUpdateException("The update holds a number that its clients cannot have committed to.");
        var expected = RingCommitment.Zero();
        foreach (ClientId client in from)
            expected.Add(Read(_notes.TryGetValue(client, out ReadOnlyMemory<byte> note)
                ? note.Span
                : throw new MalformedUpdateException("The update has no commitment.")));
        if (!RingCommitment.To(sums.AsSpan(0, layout.MessageLength), sums.AsSpan(layout.MessageLength)).Matches(expected))
            throw new MalformedUpdateException("The update is not what its clients have committed to.");
        _decoded = sums;
        return new(new RingPayload(input.Segments, layout.Join(sums)));
    }

    public void Count(IReadOnlyList<ClientId> from)
    {
        int[] decoded = _decoded ?? throw new InvalidOperationException("Nothing was decoded that could count.");
        for (int i = 0; i < _total.Length; i++) _total[i] += decoded[i]; // a cohort's sums fit: the ring bits of the plan see to it
        _included.AddRange(from);
        _decoded = null;
    }

    private static RingCommitment Read(ReadOnlySpan<byte> note)
    {
        try
        {
            return RingCommitment.FromBytes(note);
        }
        catch (SecurityException e)
        {
            throw new MalformedUpdateException(e.Message, e);
        }
    }
}
