using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>What a coordinator can try with a published sum, under masks, in a sum without secrecy, and where it reads every update.</summary>
public sealed class FalsifiedSumTests
{
    private static readonly int[] _all = [0, 1, 2, 3, 4, 5];

    public static TheoryData<string> Sums => ["secagg", "plain-sum", "none"];

    [Theory]
    [MemberData(nameof(Sums))]
    public async Task An_honest_sum_holds_also_where_a_client_left(string sum)
    {
        RoundEvidence all = (await new CommittedRound(sum).PublishAsync(_all)).Check(), some = (await new CommittedRound(sum).PublishAsync(0, 2, 3, 5)).Check();
        Assert.Equal(6, all.Notes.Count);
        Assert.Equal(["site-0", "site-2", "site-3", "site-5"], some.Notes.Keys.Select(client => client.Value));
    }

    [Theory]
    [MemberData(nameof(Sums))]
    public async Task An_update_that_is_left_out_or_counted_twice_is_noticed(string sum)
    {
        var round = new CommittedRound(sum);
        CommittedSum honest = await round.PublishAsync(_all);
        // Whoever reads single updates can take one off the sum; the others' sum stands for "all but one".
        CommittedSum without = await new CommittedRound(sum).PublishAsync(0, 1, 2, 3, 4);
        Fails(With(honest, sums: [.. without.Sums.Span]));
        Fails(With(honest, commitments: [.. honest.Commitments.Skip(1)]));
        int[] twice = [.. honest.Sums.Span];
        for (int i = 0; i < twice.Length; i++) twice[i] += honest.Sums.Span[i] - without.Sums.Span[i];
        Fails(With(honest, sums: twice));
    }

    [Theory]
    [MemberData(nameof(Sums))]
    public async Task An_update_that_is_exchanged_or_altered_is_noticed(string sum)
    {
        CommittedSum honest = await new CommittedRound(sum).PublishAsync(_all), other = await new CommittedRound(sum).PublishAsync(_all);
        Fails(With(honest, commitments: [other.Commitments[0], .. honest.Commitments.Skip(1)]));
        foreach (int at in (int[])[0, 40, honest.Sums.Length - RingCommitment.RandomnessLength - 1, honest.Sums.Length - 1])
        {
            int[] altered = [.. honest.Sums.Span];
            altered[at]++;
            Fails(With(honest, sums: altered));
        }
    }

    [Fact]
    public async Task Numbers_beyond_what_the_clients_can_have_made_are_refused_before_anything_is_compared()
    {
        CommittedSum honest = await new CommittedRound("plain-sum").PublishAsync(0, 1);
        int[] wide = [.. honest.Sums.Span];
        wide[0] = 3 * 127; // three clients' worth, and there are two
        Assert.Contains("cannot have made together", Fails(With(honest, sums: wide)).Message, StringComparison.Ordinal);
        int[] random = [.. honest.Sums.Span];
        random[^1] = 3 * RingCommitment.LargestRandomness;
        Assert.Contains("cannot have made together", Fails(With(honest, sums: random)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_in_another_form_than_the_jobs_is_refused()
    {
        var round = new CommittedRound("plain-sum");
        CommittedSum honest = await round.PublishAsync(_all);
        Func<ReadOnlyMemory<byte>, RoundEvidence> read = round.Pipeline.Stages.Single(stage => stage.Name == "commit").Plan.Evidence!;
        Assert.Equal(6, read(honest.ToBytes()).Notes.Count);
        // Another step would make other numbers of the same integers, and another cohort other limbs.
        Assert.Throws<EvidenceException>(() => read(With(honest, segments: [honest.Segments[0] with { Step = honest.Segments[0].Step * 2 }, .. honest.Segments.Skip(1)]).ToBytes()));
        Assert.Throws<EvidenceException>(() => read(With(honest, cohort: 7).ToBytes()));
    }

    [Fact]
    public async Task Damaged_documents_prove_nothing_and_throw_what_they_say()
    {
        byte[] document = (await new CommittedRound("plain-sum").PublishAsync(_all)).ToBytes().ToArray();
        var random = new RandomStream(4711);
        int changed = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            byte[] damaged = [.. document];
            if (trial % 5 == 0) damaged = damaged[..random.NextInt(damaged.Length)];
            else damaged[random.NextInt(trial % 2 == 0 ? 900 : damaged.Length)] ^= (byte)(1 << random.NextInt(8)); // the header, half of the time
            try
            {
                RoundEvidence evidence = CommittedSum.Read(damaged).Check();
                changed++; // a name in the header: the digest in the ledger is what notices
                Assert.Equal(6, evidence.Notes.Count);
            }
            catch (EvidenceException)
            {
                // what it says
            }
        }
        Assert.InRange(changed, 0, 200);
    }

    [Fact]
    public async Task A_document_is_the_same_bytes_after_it_was_read()
    {
        var round = new CommittedRound("secagg");
        CommittedSum sum = await round.PublishAsync(_all);
        Assert.Equal(round.Server.Documents["commit"].ToArray(), sum.ToBytes().ToArray());
    }

    private static EvidenceException Fails(CommittedSum forged) =>
        Assert.Throws<EvidenceException>(() => CommittedSum.Read(forged.ToBytes()).Check());

    private static CommittedSum With(
        CommittedSum honest, int[]? sums = null, IReadOnlyList<(ClientId, ReadOnlyMemory<byte>)>? commitments = null,
        IReadOnlyList<Segment>? segments = null, int? cohort = null) => new()
        {
            Round = honest.Round,
            Cohort = cohort ?? honest.Cohort,
            Segments = segments ?? honest.Segments,
            Commitments = commitments ?? honest.Commitments,
            Sums = sums ?? honest.Sums,
        };
}
