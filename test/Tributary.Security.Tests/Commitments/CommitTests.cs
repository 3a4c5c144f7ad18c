using Tributary.Core;
using Tributary.Core.Tests;

namespace Tributary.Security.Tests;

/// <summary>The laws of stages, and what is special about <c>commit</c>.</summary>
public sealed class CommitTests : StageLaws
{
    public override IStage Stage => new Commit();

    public override double Tolerance => 1.0 / 32767;

    public override IReadOnlyList<IStage> Before => [new Quantize { Bits = 16, Range = 1 }];

    private protected override SmallFederation Federation => new() { Keys = KeyOf };

    [Fact]
    public async Task The_aggregate_has_the_bits_of_one_without_commitments()
    {
        foreach (IStage[] after in (IStage[][])[[], [new PlainSum()], [new PlainSum { GroupSize = 4 }], [new SecAgg()], [new SecAgg { GroupSize = 4 }]])
        {
            Aggregate plain = await Federation.RunAsync(new Pipeline([.. Before, .. after]), new Mean());
            Aggregate committed = await Federation.RunAsync(new Pipeline([.. Before, Stage, .. after]), new Mean());
            Assert.Equal(plain.Values, committed.Values);
            Assert.Equal(plain.Segments, committed.Segments);
        }
        Assert.Equal(
            (await Federation.RunAsync(new Pipeline([.. Before, new Zip()]), new Mean())).Values,
            (await Federation.RunAsync(new Pipeline([.. Before, Stage, new Zip()]), new Mean())).Values);
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(3, 2)]
    [InlineData(100, 8)]
    [InlineData(1000, 4)]
    public async Task Cohorts_of_any_size_are_proven(int clients, int bits)
    {
        var federation = new SmallFederation { Clients = clients };
        PlannedPipeline pipeline = new Pipeline(new Quantize { Bits = bits, Range = 1 }, new Commit(), new PlainSum()).Plan(federation.Spec());
        ServerSession server = pipeline.Open(federation.Round(pipeline), new Mean());
        for (int client = 0; client < clients; client++)
            await server.ReceiveAsync(federation.Cohort[client], await federation.EncodeAsync(pipeline, client), TestContext.Current.CancellationToken);
        await server.CloseAsync(TestContext.Current.CancellationToken);
        RoundEvidence evidence = CommittedSum.Read(server.Documents["commit"]).Check();
        Assert.Equal(clients, evidence.Notes.Count);
        Assert.All(federation.Cohort, client => Assert.Equal(BlobId.Of(federation.Notes[client]["commit"].Span), evidence.Notes[client]));
    }

    [Fact]
    public void Refuses_what_it_could_not_prove()
    {
        Refuses(ProblemCodes.WrongPayloadKind, Sees.Sum, 12, new Commit());
        Refuses(ProblemCodes.WrongPayloadKind, Sees.Sum, 12, [.. Before, new SecAgg(), new Commit()]);
        Refuses(ProblemCodes.CannotCommit, Sees.Sum, 1025, [.. Before, new Commit()]);
        Refuses(ProblemCodes.CannotCommit, Sees.Sum, 12, [.. Before, new Commit(), new Commit()]);
        Refuses(ProblemCodes.NothingToProve, Sees.Contributions, 12, [.. Before, new Commit()]);

        static void Refuses(string code, Sees sees, int clients, params IReadOnlyList<IStage> stages) => Assert.Equal(
            code, Assert.Throws<CompositionException>(() => new Pipeline(stages).Plan(new SmallFederation { Clients = clients }.Spec(sees))).Code);
    }

    [Fact]
    public async Task Every_secret_is_zeroed()
    {
        using SecretWatch watch = SecretWatch.Start();
        await Federation.RunAsync(new Pipeline([.. Before, Stage]), new Mean());
        Assert.True(watch.Seen.Count > 12, $"{watch.Seen.Count}");
        Assert.All(watch.Seen, secret => Assert.True(secret.IsZero));
    }

    private static ReadOnlyMemory<byte> KeyOf(ISafe safe)
    {
        using BoxKey key = RunKey.OfAsync(safe).AsTask().GetAwaiter().GetResult();
        return key.PublicKey;
    }
}
