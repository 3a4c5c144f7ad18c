using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Cli;

/// <summary>Milliseconds for one epsilon by each accountant and for one calibration; nanoseconds for a number of noise.</summary>
internal static class PrivacySpeed
{
    private const int WarmUp = 30, Repetitions = 11, Draws = 100_000;

    private static readonly (string Name, double Noise, double Probability, long Steps, double Delta)[] _cases =
    [
        ("one step", 1, 0.01, 1, 1e-5),
        ("dp-sgd, 1 000 steps", 1, 0.01, 1_000, 1e-5),
        ("dp-sgd, 10 000 steps", 4, 0.01, 10_000, 1e-5),
        ("mnist, 60 epochs", 1.1, 256 / 60_000.0, 14_040, 1e-5),
        ("little noise", 0.4, 0.02, 20, 1e-5),
        ("rare sampling, 100 000 steps", 1, 1e-4, 100_000, 1e-8),
        ("large epsilon", 1, 0.5, 100, 1e-5),
        ("federated averaging", 1, 5_000 / 763_430.0, 5_000, 1e-9),
    ];

    private static readonly (string Name, double Sigma, INoise Noise)[] _noises =
    [
        ("discrete Gaussian", 1e4, new DiscreteGaussian(1e4)),
        ("discrete Gaussian", 1e6, new DiscreteGaussian(1e6)),
        ("discrete Gaussian", 1e12, new DiscreteGaussian(1e12)),
        ("discrete Laplace", 1e5, new DiscreteLaplace(1e5 / Math.Sqrt(2))),
        ("Skellam", 1e3, new SkellamNoise(1e6)),
    ];

    /// <summary>Measures every case on one thread.</summary>
    public static Task<IReadOnlyList<JsonObject>> RunAsync(Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        for (int i = 0; i < WarmUp; i++) new PldAccountant().Epsilon(Event(_cases[1]), 1e-5);
        tell($"{"case",-30} {"epsilon",10} {"PLD min ms",11} {"median",8} {"RDP min ms",11} {"median",8}");
        foreach (var row in _cases)
        {
            cancellation.ThrowIfCancellationRequested();
            double epsilon = new PldAccountant().Epsilon(Event(row), row.Delta);
            Spread pld = Measure(() => new PldAccountant().Epsilon(Event(row), row.Delta));
            Spread rdp = Measure(() => new RdpAccountant().Epsilon(Event(row), row.Delta));
            tell($"{row.Name,-30} {epsilon,10:0.00000} {pld.Min,11:0.0} {pld.Median,8:0.0} {rdp.Min,11:0.0} {rdp.Median,8:0.0}");
            results.Add(new JsonObject
            {
                ["case"] = row.Name,
                ["epsilon"] = epsilon,
                ["pldMilliseconds"] = pld.ToJson(),
                ["rdpMilliseconds"] = rdp.ToJson(),
            });
        }
        Spread calibration = Measure(() => new Calibration(new PldAccountant()).Noise(
            noise => new PoissonSampledEvent(0.01, new GaussianEvent(noise)).Times(1_000), 1, 1e-5));
        tell($"{"noise for epsilon 1",-30} {"",10} {calibration.Min,11:0.0} {calibration.Median,8:0.0}");
        results.Add(new JsonObject { ["case"] = "noise for epsilon 1", ["pldMilliseconds"] = calibration.ToJson() });
        tell($"{"noise",-30} {"sigma",10} {"min ns",11} {"median",8}");
        foreach ((string name, double sigma, INoise noise) in _noises)
        {
            cancellation.ThrowIfCancellationRequested();
            using var bits = new SystemBits();
            long[] values = new long[Draws];
            for (int i = 0; i < WarmUp; i++) noise.Fill(values, bits);
            Spread each = Spread.Of(Enumerable.Range(0, Repetitions)
                .Select(_ => CaseTimes.Time(() => noise.Fill(values, bits)) * 1e6 / Draws));
            tell($"{name,-30} {sigma,10:G3} {each.Min,11:0} {each.Median,8:0}");
            results.Add(new JsonObject { ["case"] = name, ["sigma"] = sigma, ["nanosecondsEach"] = each.ToJson() });
        }
        return Task.FromResult<IReadOnlyList<JsonObject>>(results);
    }

    private static SelfComposedEvent Event((string, double Noise, double Probability, long Steps, double) row) =>
        new PoissonSampledEvent(row.Probability, new GaussianEvent(row.Noise)).Times(row.Steps);

    private static Spread Measure(Action work) => Spread.Of(Enumerable.Range(0, Repetitions).Select(_ => CaseTimes.Time(work)));
}
