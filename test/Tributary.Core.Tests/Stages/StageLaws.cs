using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>What every stage has to keep. A new stage inherits this and is done.</summary>
public abstract class StageLaws
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new KebabCaseEnum<Rounding>(), new KebabCaseEnum<QuantizationScale>() },
    };

    private SmallFederation _federation => field ??= Federation;

    /// <summary>Who the laws are tried on.</summary>
    private protected virtual SmallFederation Federation => new();

    /// <summary>The stage with settings under which it does something.</summary>
    public abstract IStage Stage { get; }

    /// <summary>The stage with settings under which the mean is kept, up to <see cref="Tolerance"/>.</summary>
    public virtual IStage Faithful => Stage;

    /// <summary>The largest error in a mean of numbers near 0.1.</summary>
    public abstract double Tolerance { get; }

    /// <summary>What has to stand before the stage.</summary>
    public virtual IReadOnlyList<IStage> Before => [];

    /// <summary>The stage with settings that cannot be, each for a reason of its own.</summary>
    public virtual IReadOnlyList<IStage> Impossible => [];

    private PlannedPipeline Planned(SmallFederation federation) => new Pipeline([.. Before, Stage]).Plan(federation.Spec());

    [Fact]
    public void Plans_the_same_twice()
    {
        UpdateSpec input = new Pipeline(Before).Plan(_federation.Spec()).Wire;
        Segment[] segments = [.. input.Segments];
        StagePlan first = Stage.Plan(input), second = Stage.Plan(input);
        Assert.Equal(first.Decoding, second.Decoding);
        Assert.Equal(first.Output.Segments, second.Output.Segments);
        Assert.Equal(first.Output, second.Output with { Segments = first.Output.Segments });
        Assert.Equal(segments, input.Segments);
    }

    [Fact]
    public async Task Makes_what_its_plan_says()
    {
        PlannedPipeline pipeline = Planned(_federation);
        for (int client = 0; client < _federation.Clients; client++)
        {
            Payload payload = await _federation.EncodeAsync(pipeline, client);
            Assert.Equal(pipeline.Wire.Kind, payload.Kind);
            if (payload is NumericPayload numbers) Assert.Equal(pipeline.Wire.Segments, numbers.Segments);
            if (pipeline.HasKeepers) continue; // nobody opens a single update
            Assert.Equal(pipeline.Folded.Length, (await DecodeAsync(pipeline, payload, [_federation.Cohort[client]])).Length);
        }
    }

    [Fact]
    public async Task Ring_words_hold_the_sum_of_a_whole_cohort()
    {
        var large = _federation with { Size = 50, Weighting = Weighting.Uniform };
        PlannedPipeline pipeline = Planned(large);
        if (pipeline.Wire.Kind != PayloadKind.Ring || pipeline.Stages.Any(stage => stage.Plan.Decoding == Decoding.Sum)) return;
        Payload sum = await large.EncodeAsync(pipeline, 0);
        for (int client = 1; client < large.Clients; client++) sum.Add(await large.EncodeAsync(pipeline, client, large.Update(0)));
        double[] total = Grid(await DecodeAsync(pipeline, sum, large.Cohort));
        double[] one = Grid(await DecodeAsync(pipeline, await large.EncodeAsync(pipeline, 0), [large.Cohort[0]]));
        double step = FixedPoint.ToDouble(pipeline.Wire.Segments[0].Step);
        for (int i = 0; i < total.Length; i++) Assert.Equal(one[i] * large.Clients, total[i], step * large.Clients);
        Assert.Contains(one, value => Math.Abs(value) > 2 * step);
    }

    [Fact]
    public async Task Decodes_where_it_says()
    {
        PlannedPipeline pipeline = Planned(_federation);
        Decoding decoding = pipeline.Stages.Single(stage => stage.Name == Stage.Name).Plan.Decoding;
        if (decoding == Decoding.Each)
        {
            var refused = Assert.Throws<CompositionException>(() => new Pipeline([.. Before, Stage, new ToyPairwiseMask()]).Plan(_federation.Spec()));
            Assert.Equal(ProblemCodes.EachBeforeSum, refused.Code);
            return;
        }
        if (pipeline.HasKeepers)
        {
            // What opens is the sum of the whole cohort, and it has the bits of a sum without secrecy.
            Aggregate opened = await _federation.RunAsync(new Pipeline([.. Before, Stage]), new Mean());
            Assert.Equal((await _federation.RunAsync(new Pipeline([.. Before, new PlainSum()]), new Mean())).Values, opened.Values);
            return;
        }
        PlannedPipeline reference = decoding == Decoding.Any ? pipeline : new Pipeline(Before).Plan(_federation.Spec());
        double[] expected = new double[pipeline.Folded.Length];
        var encoded = new List<Payload>();
        for (int client = 0; client < _federation.Clients; client++)
        {
            Payload alone = await _federation.EncodeAsync(reference, client);
            double[] decoded = Grid(await DecodeAsync(reference, alone, [_federation.Cohort[client]]));
            for (int i = 0; i < expected.Length; i++) expected[i] += decoded[i];
            encoded.Add(await _federation.EncodeAsync(pipeline, client));
        }
        double[] actual = Grid(await DecodeAsync(pipeline, Sum(encoded), _federation.Cohort));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], encoded[0].Kind == PayloadKind.Ring ? 0 : 1e-6);
    }

    [Theory]
    [InlineData(0.001f)]
    [InlineData(1f)]
    [InlineData(1000f)]
    public async Task Keeps_the_norm_it_declares(float size)
    {
        SmallFederation federation = _federation with { Weighting = Weighting.Uniform, Size = size };
        PlannedPipeline pipeline = Planned(federation);
        if (pipeline.Wire.NormBound is not { } bound || pipeline.Wire.GroupSize > 1) return;
        for (int client = 0; client < federation.Clients; client++)
        {
            double[] values = Grid(await DecodeAsync(pipeline, await federation.EncodeAsync(pipeline, client), [federation.Cohort[client]]));
            double norm = Math.Sqrt(values.Take(pipeline.Folded.ValueCount).Sum(value => value * value));
            Assert.InRange(norm, 0, bound + 1e-11); // the grid itself rounds
        }
    }

    [Fact]
    public async Task Survives_the_wire_bit_for_bit()
    {
        PlannedPipeline pipeline = Planned(_federation);
        for (int client = 0; client < 3; client++)
        {
            ReadOnlyMemory<byte> body = PayloadWriter.Write(await _federation.EncodeAsync(pipeline, client));
            Assert.InRange(body.Length, 1, PayloadReader.LongestBody(pipeline.Wire));
            if (pipeline.HasKeepers)
            {
                Assert.Equal(body.ToArray(), PayloadWriter.Write(PayloadReader.Read(body, pipeline.Wire)).ToArray());
                continue;
            }
            IReadOnlyList<ClientId> from = [_federation.Cohort[client]];
            Assert.Equal(
                Grid(await DecodeAsync(pipeline, await _federation.EncodeAsync(pipeline, client), from)),
                Grid(await DecodeAsync(pipeline, PayloadReader.Read(body, pipeline.Wire), from)));
        }
    }

    [Fact]
    public async Task Keeps_the_mean_as_far_as_it_promises()
    {
        Aggregate aggregate = await _federation.RunAsync(new Pipeline([.. Before, Faithful]), new Mean());
        IReadOnlyDictionary<string, double[]> expected = _federation.PlainMean(), actual = SmallFederation.Cut(aggregate.Segments, aggregate.Mean());
        foreach ((string name, double[] values) in actual.Where(segment => segment.Key != "weight" && expected.ContainsKey(segment.Key)))
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(expected[name][i], values[i], name == "metrics" ? 1e-7 : Tolerance);
        Assert.Equal(8, actual["weight"][0], 1e-6);
    }

    [Fact]
    public async Task The_order_of_arrival_changes_no_bit()
    {
        int[] shuffled = [7, 2, 11, 0, 5, 9, 1, 10, 4, 8, 3, 6];
        var pipeline = new Pipeline([.. Before, Stage]);
        Assert.Equal((await _federation.RunAsync(pipeline, new Mean())).Values, (await _federation.RunAsync(pipeline, new Mean(), shuffled)).Values);
    }

    [Fact]
    public async Task Damaged_bodies_are_read_or_refused_without_a_trace()
    {
        PlannedPipeline pipeline = Planned(_federation);
        bool readAlone = pipeline.Stages.All(stage => stage.Plan.Decoding != Decoding.Sum);
        RoundContext prepared = await _federation.PreparedAsync(pipeline);
        byte[] honest = PayloadWriter.Write(await _federation.EncodeAsync(pipeline, 0, round: prepared)).ToArray();
        byte[] body = PayloadWriter.Write(await _federation.EncodeAsync(pipeline, 1, round: prepared)).ToArray();
        long[] untouched = readAlone ? (await (await ServerAsync()).CloseAsync(TestContext.Current.CancellationToken)).Values : [];
        var random = new RandomStream(2025).Derive(Stage.Name);
        int refused = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] damaged = [.. body];
            if (trial % 10 == 0) damaged = damaged[..random.NextInt(damaged.Length)];
            else damaged[random.NextInt(damaged.Length)] ^= (byte)(1 << random.NextInt(8));
            ServerSession server = await ServerAsync();
            try
            {
                await server.ReceiveAsync(_federation.Cohort[1], PayloadReader.Read(damaged, pipeline.Wire), TestContext.Current.CancellationToken);
                continue;
            }
            catch (MalformedUpdateException)
            {
                refused++;
            }
            if (readAlone) Assert.Equal(untouched, (await server.CloseAsync(TestContext.Current.CancellationToken)).Values);
        }
        Assert.InRange(refused, 30, 300);

        async Task<ServerSession> ServerAsync()
        {
            RoundContext round = pipeline.Before is [] ? await _federation.PreparedAsync(pipeline) : prepared;
            ServerSession server = pipeline.Open(round, new Mean());
            await server.ReceiveAsync(_federation.Cohort[0], PayloadReader.Read(honest, pipeline.Wire), TestContext.Current.CancellationToken);
            return server;
        }
    }

    [Fact]
    public void Refuses_options_that_cannot_be()
    {
        if (Stage is IChecked fine) Assert.Empty(fine.Check("$"));
        foreach (IStage impossible in Impossible)
        {
            Problem problem = Assert.Single(((IChecked)impossible).Check("$.stages[0]"));
            Assert.StartsWith("$.stages[0].", problem.Path, StringComparison.Ordinal);
            var refused = Assert.Throws<CompositionException>(() => new Pipeline([.. Before, impossible]).Plan(_federation.Spec()));
            Assert.Equal((problem.Code, problem.Message), (refused.Code, refused.Message));
        }
    }

    [Fact]
    public void Is_its_own_options_and_nothing_else()
    {
        if (Stage is not IChecked) return; // toys are in no job
        string json = JsonSerializer.Serialize(Stage, Stage.GetType(), _json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, Stage.GetType(), _json), Stage.GetType(), _json));
        Assert.DoesNotContain("\"name\"", json, StringComparison.Ordinal);
        string misspelt = json == "{}" ? """{ "nrom": 2 }""" : json.Replace("}", ", \"nrom\": 2 }", StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(misspelt, Stage.GetType(), _json));
    }

    private async Task<NumericPayload> DecodeAsync(PlannedPipeline pipeline, Payload payload, IReadOnlyList<ClientId> from)
    {
        RoundContext round = _federation.Round(pipeline);
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> notes = payload.Notes; // of one update; a sum has none
        foreach (PlannedStage stage in pipeline.Stages.Reverse())
        {
            IServerStage server = stage.Plan.Server(round);
            foreach (ClientId client in from)
                if ((from.Count == 1 && notes.Count > 0 ? notes : _federation.Notes[client]).TryGetValue(stage.Name, out ReadOnlyMemory<byte> note))
                    server.Note(client, note);
            payload = await server.DecodeAsync(payload, from, TestContext.Current.CancellationToken);
        }
        return (NumericPayload)payload;
    }

    private static Payload Sum(List<Payload> payloads)
    {
        if (payloads[0] is RealPayload first) // in the test only: the server never adds floats
            return new RealPayload(first.Segments, [.. Enumerable.Range(0, first.Length).Select(i => (float)payloads.Sum(p => (double)((RealPayload)p).Values[i]))]);
        foreach (Payload payload in payloads.Skip(1)) payloads[0].Add(payload);
        return payloads[0];
    }

    private static double[] Grid(NumericPayload payload)
    {
        long[] sum = new long[payload.Length];
        payload.AccumulateInto(sum);
        return [.. sum.Select(FixedPoint.ToDouble)];
    }
}
