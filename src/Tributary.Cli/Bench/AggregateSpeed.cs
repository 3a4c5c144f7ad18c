using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>
/// From 100 updates of a million floats in memory to the next model, by the aggregators and optimizers that a run uses, beside a plain sum
/// of the same floats and the speed of memory.
/// </summary>
internal static class AggregateSpeed
{
    private const int Updates = 100, Parameters = 1_000_000, WarmUp = 3, Repetitions = 15;
    private const double Gigabytes = 4.0 * Updates * Parameters / 1e9;
    private const string Size = "100x1000000", Model = "model";

    /// <summary>Measures every case; FedAvg and the plain sum take turns.</summary>
    public static Task<IReadOnlyList<JsonObject>> RunAsync(int threads, Action<string> tell, CancellationToken cancellation)
    {
        RealPayload[] alike = Draw(_ => 1), unlike = Draw(i => (1 + i % 7) / 7f);
        var robust = Strategies.FedAvg() with { Aggregator = new Median() };
        var trimmed = Strategies.FedAvg() with { Aggregator = new TrimmedMean { Fraction = 0.2 } };
        var results = new List<JsonObject>();
        tell($"{"case",-36} {"min ms",8} {"median",8} {"p90",8} {"GB/s",8}");

        var plain = new FloatSum([.. alike.Select(update => update.Edit())], threads);
        double[][] turns = Measure(ServerStep(Strategies.FedAvg(), unlike, threads), plain.Add);
        CaseTimes fedAvg = Tell($"fedavg-{Size}", turns[0], Gigabytes), floats = Tell($"float-sum-{Size}", turns[1], Gigabytes);
        double ratio = fedAvg.Median / floats.Median;
        results[0]["timesFloatSum"] = ratio;
        tell($"fedavg takes {ratio:0.00} times as long as the plain sum, by the medians");
        Tell($"fedadam-{Size}", Measure(ServerStep(Strategies.FedAdam(), unlike, threads))[0], Gigabytes);
        Tell($"median-{Size}", Measure(ServerStep(robust, alike, threads))[0], Gigabytes);
        Tell($"median-unequal-weights-{Size}", Measure(ServerStep(robust, unlike, threads))[0], Gigabytes);
        Tell($"trimmed-mean-{Size}", Measure(ServerStep(trimmed, alike, threads))[0], Gigabytes);
        Tell($"trimmed-mean-unequal-weights-{Size}", Measure(ServerStep(trimmed, unlike, threads))[0], Gigabytes);
        Tell("streaming-1x1000000", Streaming(unlike, threads), Gigabytes / Updates);
        Tell("range-check-1x1000000", Each(unlike, update => update.IsInRange(Updates)), Gigabytes / Updates);
        var memory = new MemoryRead([.. alike.Select(update => update.Edit())], threads);
        Tell("memory-read", Measure(memory.Read)[0], Gigabytes);
        return Task.FromResult<IReadOnlyList<JsonObject>>(results);

        CaseTimes Tell(string name, double[] milliseconds, double gigabytes)
        {
            cancellation.ThrowIfCancellationRequested();
            CaseTimes times = CaseTimes.Of(milliseconds);
            double rate = gigabytes / times.Median * 1000;
            tell($"{name,-36} {times.Min,8:0.00} {times.Median,8:0.00} {times.P90,8:0.00} {rate,8:0.0}");
            results.Add(new JsonObject
            {
                ["case"] = name,
                ["threads"] = threads,
                ["milliseconds"] = times.ToJson(),
                ["gigabytesPerSecond"] = rate,
            });
            return times;
        }
    }

    /// <summary>Times of actions that take turns.</summary>
    private static double[][] Measure(params Action[] actions)
    {
        double[][] times = [.. actions.Select(_ => new double[Repetitions])];
        for (int i = -WarmUp; i < Repetitions; i++)
            for (int a = 0; a < actions.Length; a++)
            {
                double time = CaseTimes.Time(actions[a]);
                if (i >= 0) times[a][i] = time;
            }
        return times;
    }

    /// <summary>What a coordinator does with a round's updates once they have come: fold, divide, step.</summary>
    private static Action ServerStep(Strategy strategy, RealPayload[] updates, int threads)
    {
        var layout = new ParameterLayout([(Model, [Parameters], true)]);
        var parts = new Composition
        {
            Strategy = strategy,
            Selector = new AllSelector(),
            Pacing = new AllPacing(),
            Local = new LocalTraining { Optimizer = new Sgd { LearningRate = 1 } },
        };
        Question question = new TrainPhase(parts, layout, rounds: 1).Next(RunState.Empty)!;
        UpdateSpec spec = question.Plan(Updates).Folded;
        var state = new ModelState(new ParameterSet(layout), strategy.ServerOptimizer.Begin(Parameters));
        return () =>
        {
            IAggregation fold = strategy.Aggregator.Begin(spec, threads);
            foreach (RealPayload update in updates) fold.Add(update);
            question.Take(fold.Finish(), state);
        };
    }

    /// <summary>One update added to a running sum, each from memory that was not read of late.</summary>
    private static double[] Streaming(RealPayload[] updates, int threads)
    {
        IAggregation fold = new Mean().Begin(Spec(), threads);
        return Each(updates, fold.Add);
    }

    private static double[] Each(RealPayload[] updates, Action<RealPayload> act)
    {
        foreach (RealPayload update in updates) act(update);
        return [.. updates.Select(update => CaseTimes.Time(() => act(update)))];
    }

    private static UpdateSpec Spec() =>
        UpdateSpec.For([new Segment(Model, Parameters)], 0, Updates, Weighting.Examples, Sees.Contributions);

    private static RealPayload[] Draw(Func<int, float> weight)
    {
        IReadOnlyList<Segment> segments = Spec().Segments;
        return [.. Enumerable.Range(0, Updates).Select(i =>
        {
            float[] values = new float[Parameters + 1];
            new RandomStream(1).Derive("update", i).FillNormal(values);
            foreach (ref float value in values.AsSpan()) value *= 0.01f * weight(i);
            values[^1] = weight(i);
            return new RealPayload(segments, values);
        })];
    }
}
