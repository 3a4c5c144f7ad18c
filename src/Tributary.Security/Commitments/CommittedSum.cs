using System.Globalization;
using System.Text.Json;
using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security;

/// <summary>
/// What the stage <see cref="Commit"/> publishes of a round: whose updates are in the sum, the commitment of each, and the sums of their
/// words and of their randomness. Anybody can check it, and nobody learns a single update from it.
/// </summary>
/// <remarks>
/// A safetensors body: <c>sums</c> (I32, the integers that are committed to and behind them the randomness), <c>commitments</c> (U8, one
/// row a client) and, in the metadata under <c>commit</c>, run, round, clients and segments as JSON. The same content gives the same bytes.
/// </remarks>
public sealed class CommittedSum
{
    private const string SumsTensor = "sums", CommitmentsTensor = "commitments", HeaderKey = "commit";

    /// <summary>The round.</summary>
    public required RoundId Round { get; init; }

    /// <summary>The clients that the ranges were planned for.</summary>
    public required int Cohort { get; init; }

    /// <summary>How the words of an update are divided.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>The clients in the sum, by name, with what each left beside its update.</summary>
    public required IReadOnlyList<(ClientId Client, ReadOnlyMemory<byte> Commitment)> Commitments { get; init; }

    /// <summary>The sums of the committed integers, the randomness last.</summary>
    public required ReadOnlyMemory<int> Sums { get; init; }

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        byte[] rows = new byte[Commitments.Count * RingCommitment.ByteLength];
        for (int i = 0; i < Commitments.Count; i++) Commitments[i].Commitment.CopyTo(rows.AsMemory(i * RingCommitment.ByteLength));
        var header = new CommittedSumHeader(
            Round.Run, Round.Number, Cohort, [.. Commitments.Select(entry => entry.Client.Value)],
            [.. Segments.Select(segment => new CommittedSegment(
                segment.Name, segment.Length, segment.Role, segment.RingBits, segment.Step))]);
        using var body = new MemoryStream();
        SafetensorsWriter.Write(
            body,
            [
                SafetensorsEntry.Of(SumsTensor, Sums.Span, Sums.Length),
                new SafetensorsEntry(CommitmentsTensor, SafetensorsDType.U8, [Commitments.Count, RingCommitment.ByteLength], rows),
            ],
            new Dictionary<string, string>
            {
                [HeaderKey] = JsonSerializer.Serialize(header, CommittedSumJson.Default.CommittedSumHeader),
            });
        return body.ToArray();
    }

    /// <summary>Reads a document strictly; whether it proves anything is another question: <see cref="Check"/>.</summary>
    /// <exception cref="EvidenceException">It is none.</exception>
    public static CommittedSum Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            SafetensorsFile file = SafetensorsReader.Read(document);
            CommittedSumHeader header =
                file.Metadata.TryGetValue(HeaderKey, out string? text) && file.Metadata.Count == 1 && file.Entries.Count == 2
                    ? JsonSerializer.Deserialize(text, CommittedSumJson.Default.CommittedSumHeader) ?? throw Malformed("is empty")
                    : throw Malformed("has other content");
            int[] sums = file[SumsTensor].Values<int>().ToArray();
            ReadOnlyMemory<byte> rows = file[CommitmentsTensor].DType == SafetensorsDType.U8
                ? file[CommitmentsTensor].Data : throw Malformed("has other content");
            int clients = header.Clients.Count;
            if (header.Cohort is < 1 or > LatticeParameters.MaxCohort || clients < 1 || clients > header.Cohort)
                throw Malformed(string.Create(CultureInfo.InvariantCulture, $"is of {clients} clients in a cohort of {header.Cohort}"));
            if ((long)clients * RingCommitment.ByteLength != rows.Length) throw Malformed("does not have a commitment for each client");
            for (int i = 1; i < clients; i++)
                if (string.CompareOrdinal(header.Clients[i - 1], header.Clients[i]) >= 0)
                    throw Malformed("names a client twice, or out of order");
            if (header.Segments.Any(segment => segment.Length < 0 || segment.RingBits is < 2 or > 64)
                || header.Segments.Sum(segment => (long)segment.Length) > sums.Length)
                throw Malformed("has segments that cannot be");
            var read = new CommittedSum
            {
                Round = new RoundId(header.Run, header.Round),
                Cohort = header.Cohort,
                Segments = [.. header.Segments.Select(segment =>
                    new Segment(segment.Name, segment.Length, segment.Role) { RingBits = segment.RingBits, Step = segment.Step })],
                Commitments = [.. header.Clients.Select((client, i) => (
                    new ClientId(client), rows.Slice(i * RingCommitment.ByteLength, RingCommitment.ByteLength)))],
                Sums = sums,
            };
            return CommittedLayout.Of(read.Segments, read.Cohort).Length == sums.Length
                ? read
                : throw Malformed("has another number of sums than its segments say");
        }
        catch (Exception e) when (e is SafetensorsException or JsonException or OverflowException)
        {
            throw new EvidenceException($"The document of 'commit' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Checks the sum against the commitments, and every number against what so many clients can have made.</summary>
    /// <param name="planned">
    /// What reaches the stage, by the job. Where it is null, the document is believed about how its integers make words.
    /// </param>
    /// <returns>Whose updates are in the sum, and the sum.</returns>
    /// <exception cref="EvidenceException">It does not follow from the commitments.</exception>
    public RoundEvidence Check(UpdateSpec? planned = null)
    {
        // The same integers cut for another cohort, or in other segments, would be other words.
        if (planned is not null && (planned.Cohort != Cohort || !planned.Segments.Select(Form).SequenceEqual(Segments.Select(Form))))
            throw new EvidenceException($"The published sum of round {Round} is not in the form that the job gives it.");
        var layout = CommittedLayout.Of(Segments, Cohort);
        if (!layout.IsInRange(Sums.Span, Commitments.Count))
            throw new EvidenceException(
                $"The published sum of round {Round} holds a number that {Commitments.Count} clients cannot have made together, so that " +
                "their commitments say nothing about it.");
        var expected = RingCommitment.Zero();
        foreach ((ClientId client, ReadOnlyMemory<byte> commitment) in Commitments)
        {
            try
            {
                expected.Add(RingCommitment.FromBytes(commitment.Span));
            }
            catch (SecurityException e)
            {
                throw new EvidenceException($"The commitment of '{client}' is malformed: {e.Message}", e);
            }
        }
        if (!RingCommitment.To(Sums.Span[..layout.MessageLength], Sums.Span[layout.MessageLength..]).Matches(expected))
            throw new EvidenceException(
                $"The published sum of round {Round} is not the sum of what its {Commitments.Count} clients have committed to: an update " +
                "was left out, counted twice, exchanged or altered.");
        return new RoundEvidence(
            Round, Cohort, Commitments.ToDictionary(entry => entry.Client, entry => BlobId.Of(entry.Commitment.Span)),
            new RingPayload(Segments, layout.Join(Sums.Span)));
    }

    private static (string, int, SegmentRole, int, long) Form(Segment segment) =>
        (segment.Name, segment.Length, segment.Role, segment.RingBits, segment.Step);

    private static EvidenceException Malformed(string what) => new($"The document of 'commit' {what}, so it proves nothing.");
}
