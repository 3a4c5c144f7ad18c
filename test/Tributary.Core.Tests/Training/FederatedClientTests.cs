namespace Tributary.Core.Tests;

public sealed class FederatedClientTests
{
    /// <summary>Answers whatever it is asked with what the test says.</summary>
    private sealed class Fixed(Func<LocalTask, LocalResult> answer) : ILocalTrainer
    {
        public ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation) => new(answer(task));
    }

    private static Federation Of(params Func<LocalTask, LocalResult>[] answers) =>
        new() { Trainers = [.. answers.Select(answer => new Fixed(answer))] };

    private static Func<LocalTask, LocalResult> Constant(float change, double examples) => task => Answer(task, change, change, examples);

    private static LocalResult Answer(LocalTask task, float w, float b, double examples = 1)
    {
        (task.Values.Span[0], task.Values.Span[1]) = (w, b);
        return new LocalResult(examples, [0]);
    }

    [Fact]
    public async Task There_is_nothing_to_do_before_a_round_opens_and_after_one_has_answered()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenAsync();
        Assert.Null(await federation.Client(0, coordinator).TakePartAsync());
        await coordinator.TickAsync();
        Assert.True((await federation.Client(0, coordinator).TakePartAsync())!.Accepted);
        Assert.Null(await federation.Client(0, coordinator).TakePartAsync());
    }

    [Fact]
    public async Task A_client_with_more_examples_than_the_largest_weight_counts_as_that_many()
    {
        Federation federation = Of(Constant(1, 400), Constant(0, 4));
        using Coordinator coordinator = await federation.OpenAsync();
        await federation.FinishAsync(coordinator);
        Assert.Equal(1 + 0.5, (await federation.ModelAsync(coordinator))["w"][0], 1e-6);
    }

    [Fact]
    public async Task With_uniform_weights_examples_do_not_matter()
    {
        Federation federation = Of(Constant(1, 1), Constant(0, 4));
        federation = federation with { Parts = federation.Parts with { Strategy = federation.Parts.Strategy with { Weighting = Weighting.Uniform } } };
        using Coordinator coordinator = await federation.OpenAsync();
        await federation.FinishAsync(coordinator);
        Assert.Equal(1 + 0.5, (await federation.ModelAsync(coordinator))["w"][0], 1e-6);
    }

    [Fact]
    public async Task A_round_in_which_nobody_had_an_example_makes_no_model()
    {
        Federation federation = Of(Constant(1, 0), Constant(2, 0));
        using Coordinator coordinator = await federation.OpenAsync();
        Assert.Contains("weigh nothing together", (await federation.FinishAsync(coordinator)).Failure!.Message);
    }

    [Fact]
    public async Task Is_told_the_question_the_segments_and_a_stream_of_its_own_for_every_round()
    {
        var tasks = new List<LocalTask>();
        Federation federation = Of(task =>
        {
            tasks.Add(task);
            return new LocalResult(1, [0]);
        }) with
        { Rounds = 2 };
        using Coordinator coordinator = await federation.OpenAsync();
        await federation.FinishAsync(coordinator);
        Assert.Equal(["train", "train"], tasks.Select(task => task.Question));
        Assert.Equal(["w", "b"], tasks[0].Answer.Select(segment => segment.Name));
        Assert.NotEqual(tasks[0].Random.NextUInt64(), tasks[1].Random.NextUInt64());
    }

    [Fact]
    public async Task A_trainer_that_throws_leaves_the_round_and_the_reason_to_the_caller()
    {
        Federation federation = Of(_ => throw new TimeoutException("disk"), Constant(1, 1));
        using Coordinator coordinator = await federation.OpenRoundAsync();
        await Assert.ThrowsAsync<TimeoutException>(async () => await federation.Client(0, coordinator).TakePartAsync());
        Assert.Equal(DropReason.Failed, coordinator.State.Round!.Dropped[federation.Ids[0]]);
        await federation.Client(1, coordinator).TakePartAsync();
        Assert.Equal(1, coordinator.State.Model!.Number);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_answer_with_metrics_that_nobody_asked_for_is_refused_before_it_is_sent(int metrics)
    {
        Federation federation = Of(_ => new LocalResult(1, new double[metrics]));
        using Coordinator coordinator = await federation.OpenRoundAsync();
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(async () => await federation.Client(0, coordinator).TakePartAsync());
        Assert.Contains($"with {metrics} metrics", refusal.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e30f)]
    public async Task Training_that_has_diverged_is_not_sent(float value)
    {
        Federation federation = Of(Constant(value, 1), Constant(1, 1));
        using Coordinator coordinator = await federation.OpenRoundAsync();
        await Assert.ThrowsAsync<MalformedUpdateException>(async () => await federation.Client(0, coordinator).TakePartAsync());
        Assert.Equal(DropReason.Failed, coordinator.State.Round!.Dropped[federation.Ids[0]]);
    }

    [Fact]
    public async Task What_the_stages_kept_back_is_committed_only_when_the_update_counts()
    {
        Federation federation = Of(task => Answer(task, 3, 2)); // what is kept back would outgrow what is sent
        federation = federation with { Parts = federation.Parts with { Pipeline = new Pipeline(new TopK { Fraction = 0.5 }) } };
        using Coordinator coordinator = await federation.OpenRoundAsync();
        byte[] first = await federation.BodyAsync(0, coordinator); // is not accepted
        byte[] second = await federation.BodyAsync(0, coordinator);
        Assert.Equal(first, second);
        Assert.True((await federation.Client(0, coordinator).TakePartAsync())!.Accepted);
        Assert.Equal(4, (await federation.ModelAsync(coordinator))["w"][0]);
    }

    public static TheoryData<string> Pipelines => [.. Stages.Keys];

    private static Dictionary<string, IStage[]> Stages { get; } = new()
    {
        ["none"] = [],
        ["clip and ring"] = [new Clip { Norm = 1 }, new Quantize { Bits = 12 }],
        ["sums"] = [new Clip { Norm = 1 }, new Quantize { Bits = 12 }, new PlainSum()],
        ["random part, rest kept"] = [new RandK { Fraction = 0.5 }],
    };

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task Memory_that_is_used_again_changes_no_bit(string name)
    {
        byte[][] models = new byte[2][];
        for (int i = 0; i < 2; i++)
        {
            Federation federation = Of(Added(0.5f), Added(-0.25f), Added(2)) with
            {
                Rounds = 5,
                Updates = new DiscardingBlobStore(),
                Memory = i == 0 ? null : new UpdateMemory(),
            };
            federation = federation with { Parts = federation.Parts with { Pipeline = new Pipeline(Stages[name]) } };
            using Coordinator coordinator = await federation.OpenAsync();
            PlannedPipeline plan = new TrainPhase(federation.Parts, federation.Layout, 1, "loss").Find("train")!.Plan(federation.Trainers.Count);
            Assert.True(new TrainPhase(federation.Parts, federation.Layout, 1, "loss").Find("train")!.UsesUp(plan.Wire));
            Assert.Equal(RunOutcome.Completed, (await federation.FinishAsync(coordinator)).Outcome);
            models[i] = System.Runtime.InteropServices.MemoryMarshal.AsBytes((await federation.ModelAsync(coordinator)).Values).ToArray();
        }
        Assert.Equal(models[0], models[1]);

        // Relies on zeros to begin with.
        static Func<LocalTask, LocalResult> Added(float change) => task =>
        {
            task.Values.Span[0] += change;
            task.Values.Span[1] -= change * task.Round.Number;
            return new LocalResult(1, [change]);
        };
    }

    [Fact]
    public void Bodies_are_used_up_unless_somebody_compares_or_codes_them()
    {
        var federation = new Federation();
        Assert.True(UsesUp(new Mean()));
        Assert.False(UsesUp(new Median())); // compares contributions when all are there
        Assert.False(UsesUp(new Mean(), new Zip())); // what is inflated may lie where it came

        bool UsesUp(IAggregator aggregator, params IStage[] stages)
        {
            Composition parts = federation.Parts with
            {
                Strategy = federation.Parts.Strategy with { Aggregator = aggregator },
                Pipeline = new Pipeline(stages),
            };
            Question question = new TrainPhase(parts, federation.Layout, 1, "loss").Find("train")!;
            return question.UsesUp(question.Plan(4).Wire);
        }
    }

    [Fact]
    public async Task One_cache_parses_a_model_once_for_all_clients()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenRoundAsync();
        using var cache = new ModelCache(LeastSquares.Layout);
        BlobId blob = coordinator.State.Model!.Model;
        Assert.Same(await cache.GetAsync(coordinator, blob), await cache.GetAsync(coordinator, blob));
    }

    [Fact]
    public async Task A_model_that_is_not_what_was_announced_is_refused()
    {
        var federation = new Federation();
        using Coordinator coordinator = await federation.OpenAsync();
        using var cache = new ModelCache(LeastSquares.Layout);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await cache.GetAsync(new Forger(coordinator), coordinator.State.Model!.Model));
    }

    private sealed class Forger(ICoordinator inner) : ICoordinator
    {
        public ValueTask<Invitation?> CheckInAsync(ClientId client, CancellationToken cancellation = default) => inner.CheckInAsync(client, cancellation);

        public async ValueTask<ReadOnlyMemory<byte>> FetchAsync(BlobId blob, CancellationToken cancellation = default)
        {
            byte[] content = (await inner.FetchAsync(blob, cancellation)).ToArray();
            content[^1] ^= 1;
            return content;
        }

        public ValueTask<Receipt> SubmitAsync(RoundId round, ClientId client, ReadOnlyMemory<byte> body, CancellationToken cancellation = default) =>
            inner.SubmitAsync(round, client, body, cancellation);

        public ValueTask DeclineAsync(RoundId round, ClientId client, DropReason reason, CancellationToken cancellation = default) =>
            inner.DeclineAsync(round, client, reason, cancellation);
    }
}
