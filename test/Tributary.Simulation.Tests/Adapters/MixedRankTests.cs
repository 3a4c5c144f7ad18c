using Tributary.Core;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

/// <summary>Clients that train fewer ranks of an adapter than others do.</summary>
public sealed class MixedRankTests
{
    private const string Mixed = ", \"remainder\": true, \"ranks\": [4, 2, 1]", OwnRank = "{ \"use\": \"own-rank\" }";
    private static readonly int[] _ranks = [4, 2, 1];

    [Fact]
    public async Task Additions_of_any_ranks_become_their_mean()
    {
        using var federation = new AdapterFederation();
        PlannedJob job = Jobs.Plan(federation.Job("flora", Mixed, OwnRank));
        ParameterSet start = (await Jobs.RunAsync(job)).Model.Parameters; // the second round begins with a remainder that is not zero
        PlannedJob second = job with { Initial = start };
        ParameterSet after = (await Jobs.RunAsync(second)).Model.Parameters;
        double[] right = new double[AdapterFederation.Additions(start).Length], full = new double[right.Length];
        double[] shares = [.. AdapterFederation.TrainEach(second, start).Select(site => site.Share)];
        for (int site = 0; site < _ranks.Length; site++)
        {
            double[] own = AdapterFederation.Additions(TrainSmall(federation, second, site, _ranks[site]));
            double[] whole = AdapterFederation.Additions(AdapterFederation.TrainEach(second, start)[site].Model);
            for (int i = 0; i < right.Length; i++) (right[i], full[i]) = (right[i] + shares[site] * own[i], full[i] + shares[site] * whole[i]);
        }
        Assert.InRange(AdapterFederation.Error(AdapterFederation.Additions(after), right), 0, 1e-6);
        Assert.InRange(AdapterFederation.Error(AdapterFederation.Additions(after), full), 0.01, 10); // with full ranks it would be another
    }

    [Fact]
    public async Task A_client_of_few_ranks_trains_the_network_with_a_smaller_adapter_bit_for_bit()
    {
        using var federation = new AdapterFederation();
        PlannedJob job = Jobs.Plan(federation.Job("flora", Mixed));
        const int Site = 1, Rank = 2;
        Segment[] answer = [.. job.Plan.Model.Segments.Where(segment => segment.Role == SegmentRole.Values)];
        float[] change = new float[answer.Sum(segment => segment.Length)];
        var trainer = new GradientTrainer(job.Federation.Sites[Site].Train, new Pool<TrainingLoop>(job.Model.BuildLoop), rank: Rank);
        await trainer.AnswerAsync(
            new LocalTask(new RoundId("run", 1), "train", job.Initial, answer, change, new ClientMemory(new MemoryVault()), JobStreams.Client(job.Spec, Site).Derive("train", 1)),
            TestContext.Current.CancellationToken);
        ParameterSet small = TrainSmall(federation, job, Site, Rank);
        int start = 0, compared = 0;
        foreach (Segment segment in answer)
        {
            bool isA = segment.Name.EndsWith("lora_A", StringComparison.Ordinal);
            for (int i = 0; i < segment.Length; i++)
            {
                (int row, int column) = (i / segment.Columns, i % segment.Columns);
                float after = job.Initial[segment.Name][i] + change[start + i];
                if ((isA ? column : row) >= Rank) Assert.Equal(0, change[start + i]);
                else
                {
                    float expected = small[segment.Name][row * (isA ? Rank : segment.Columns) + column];
                    Assert.Equal(expected - job.Initial[segment.Name][i], change[start + i]);
                    if (change[start + i] != 0) compared++;
                }
            }
            start += segment.Length;
        }
        Assert.InRange(compared, 100, int.MaxValue);
    }

    [Fact]
    public async Task Only_the_ranks_that_were_trained_travel()
    {
        using var federation = new AdapterFederation();
        SimulationResult plain = await Jobs.RunAsync(federation.Job("flora", Mixed)), own = await Jobs.RunAsync(federation.Job("flora", Mixed, OwnRank));
        Assert.Equal(plain.Model.Parameters.Values.ToArray(), own.Model.Parameters.Values.ToArray());
        const int BytesOfARank = sizeof(float) * 2 * ((16 + 48) + (16 + 64)); // two layers, c_attn and c_fc
        const int LessHeader = 3 * 600; // three tensors have fewer names than eight and a tail
        Assert.InRange(plain.Report.Totals.BytesUp - own.Report.Totals.BytesUp, (2 + 3) * BytesOfARank, (2 + 3) * BytesOfARank + LessHeader);
    }

    [Theory]
    [InlineData("fed-avg", "")]
    [InlineData("fed-ex-lora", ", \"remainder\": true")]
    public void Strategies_that_take_means_of_factors_refuse(string strategy, string adapter)
    {
        using var federation = new AdapterFederation();
        Problem problem = Assert.Single(Jobs.Problems(federation.Job(strategy, adapter + ", \"ranks\": [4, 2, 1]")));
        Assert.Equal((ProblemCodes.RanksDiffer, "$.model.adapter.ranks"), (problem.Code, problem.Path));
        Assert.Contains("flora", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[4, 2]", "2 clients")]
    [InlineData("[4, 2, 5]", "5 ranks")]
    [InlineData("[4, 2, 0]", "0 ranks")]
    public void Ranks_that_cannot_be_are_refused(string ranks, string says)
    {
        using var federation = new AdapterFederation();
        Problem problem = Assert.Single(Jobs.Problems(federation.Job("flora", ", \"remainder\": true, \"ranks\": " + ranks)));
        Assert.Equal("$.model.adapter.ranks", problem.Path);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_on_single_examples_refuses_unequal_ranks()
    {
        using var federation = new AdapterFederation();
        string job = federation.Job("flora", Mixed).Replace(
            "\"steps\": 20,", "\"steps\": 20, \"privacy\": { \"clip\": 1, \"lot\": 4, \"delta\": 0.001, \"noiseMultiplier\": 1 },", StringComparison.Ordinal);
        Assert.Contains(Jobs.Problems(job), problem => problem.Code == ProblemCodes.RanksDiffer);
    }

    [Theory]
    [InlineData("flora", 2, false)]
    [InlineData("fed-avg", 2, true)]
    [InlineData("fed-avg", 4, false)]
    [InlineData("fed-avg", null, false)]
    public void A_site_that_trains_fewer_ranks_takes_part_where_products_are_added(string strategy, int? own, bool refused)
    {
        using var federation = new AdapterFederation();
        PlannedJob job = Jobs.Plan(federation.Job(strategy, ", \"remainder\": true"));
        (string, string)[] expected = refused ? [("$.adapterRank", ProblemCodes.RanksDiffer)] : [];
        Assert.Equal(expected, AdapterRanks.CheckSite(job.Spec, job.Architecture, job.Composition.Strategy, own).Select(problem => (problem.Path, problem.Code)));
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1, null, 2)]
    [InlineData(1, 3, 2)]
    [InlineData(0, 3, 3)]
    [InlineData(0, 9, null)]
    public void The_lesser_of_the_jobs_rank_and_the_sites_counts(int number, int? own, int? expected)
    {
        using var federation = new AdapterFederation();
        Assert.Equal(expected, AdapterRanks.Of(Jobs.Plan(federation.Job("flora", Mixed)).Architecture, number, own));
    }

    /// <summary>What a site makes of a network whose adapter has the first ranks alone, as a network of its own.</summary>
    private static ParameterSet TrainSmall(AdapterFederation federation, PlannedJob job, int site, int rank)
    {
        PlannedJob small = Jobs.Plan(federation.Job("flora", ", \"remainder\": true")
            .Replace("\"rank\": 4, \"alpha\": 8", $"\"rank\": {rank}, \"alpha\": {2 * rank}", StringComparison.Ordinal));
        TrainingLoop loop = small.Model.BuildLoop();
        foreach (ParameterEntry entry in small.Initial.Layout.Entries)
        {
            ReadOnlySpan<float> from = job.Initial[entry.Name];
            Span<float> to = loop.Model.Parameters.Values.Slice(entry.Offset, entry.Shape.Count);
            if (!entry.Name.EndsWith("lora_A", StringComparison.Ordinal)) from[..to.Length].CopyTo(to);
            else
                for (int row = 0; row < to.Length / rank; row++) from.Slice(row * 4, rank).CopyTo(to.Slice(row * rank, rank));
        }
        loop.Run(job.Federation.Sites[site].Train, JobStreams.Client(job.Spec, site).Derive("train", 1), 0, cancellation: TestContext.Current.CancellationToken);
        return loop.Model.Parameters.ToSet();
    }
}
