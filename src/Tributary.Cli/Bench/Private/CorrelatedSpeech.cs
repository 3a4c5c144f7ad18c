using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>
/// Next characters of Shakespeare with a promise to every speech: independent noise (DP-FedAvg without amplification) beside noise that is
/// correlated over rounds (DP-FTRL: trees and the banded square root), all without sampling.
/// </summary>
internal static class CorrelatedSpeech
{
    private const int Seeds = 5, Cohort = 50, Passes = 4;
    private const double Epsilon = 8, Delta = 1e-5, Clip = 0.3;

    private static readonly Gpt _gpt = new() { Layers = 1, Heads = 2, Width = 16, Context = 32 };

    /// <summary>What is compared, each at the better of the server rates 0.1 and 0.3, by the test loss with the first seed.</summary>
    private static readonly (string Name, double Rate)[] _kinds = [("independent", 0.1), ("tree", 0.3), ("banded", 0.3)];

    /// <summary>Trains every kind with every seed.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        JobLoader loader, int threads, Action<string> tell, CancellationToken cancellation)
    {
        await Task.Yield();
        DataSplit data = new ShakespeareSource().Load(loader.Folder);
        var results = new List<JsonObject>();
        foreach ((string kind, double rate) in _kinds)
        {
            var losses = new List<double>();
            double multiplier = 0, epsilon = 0;
            for (ulong seed = 1; seed <= Seeds; seed++)
            {
                var federation = new SpeechFederation(data, _gpt, seed, threads);
                int pass = federation.RoundsOfPass(Cohort), coordinates = federation.Parameters;
                if (results.Count == 0 && seed == 1)
                    tell($"{federation.Users:N0} speeches, {coordinates:N0} parameters, {Passes} passes of {pass} rounds with {Cohort} "
                        + $"users: a user's rounds lie {pass} apart");
                multiplier = new Calibration(new PldAccountant()).Noise(noise => Event(kind, noise, pass), Epsilon, Delta);
                epsilon = new PldAccountant().Epsilon(Event(kind, multiplier, pass), Delta);
                losses.Add(federation.Train(Cohort, Passes, Clip, rate, Noise(kind, pass, multiplier, coordinates, seed), cancellation));
            }
            Spread spread = Spread.Of(losses);
            tell($"{kind}: epsilon {epsilon:0.000} at delta {Delta:G2}, noise multiplier {multiplier:0.000}, rate {rate}; "
                + $"test loss {losses.Average():0.0000}, from {spread.Min:0.0000} to {losses.Max():0.0000} over {Seeds} seeds");
            results.Add(new JsonObject
            {
                ["noise"] = kind,
                ["epsilon"] = epsilon,
                ["delta"] = Delta,
                ["noiseMultiplier"] = multiplier,
                ["rate"] = rate,
                ["loss"] = losses.Average(),
                ["losses"] = new JsonArray([.. losses.Select(loss => (JsonNode)loss)]),
            });
        }
        return results;
    }

    /// <summary>Everybody takes part once in each pass; neighbours differ by one speech that contributes nothing.</summary>
    private static DpEvent Event(string kind, double noise, int pass) =>
        kind == "tree" ? new TreeEvent(noise, pass, Passes) : new GaussianEvent(noise).Times(Passes);

    private static ICorrelatedNoise Noise(string kind, int pass, double multiplier, int coordinates, ulong seed)
    {
        double clip = SpeechFederation.GridClip(coordinates);
        if (kind == "tree") return new TreeNoise(pass, Fresh(seed, multiplier * clip));
        var matrix = new BandedSquareRoot(Passes * pass, kind == "banded" ? pass : 1);
        double sensitivity = new BandedNoise(matrix, Fresh(seed, 1)).Sensitivity(clip, coordinates);
        return new BandedNoise(matrix, Fresh(seed, multiplier * sensitivity));
    }

    /// <summary>A measurement is there to be repeated: its key follows from the seed.</summary>
    private static KeyedNoise Fresh(ulong seed, double sigma)
    {
        RandomStream random = new RandomStream(seed).Derive("key");
        byte[] key = new byte[KeyedNoise.KeyLength];
        for (int i = 0; i < key.Length; i++) key[i] = (byte)random.NextInt(256);
        return new KeyedNoise(key, new DiscreteGaussian(sigma));
    }
}
