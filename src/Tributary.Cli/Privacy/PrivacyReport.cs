using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Cli;

/// <summary>Says what a guarantee means, in words or as one JSON object.</summary>
internal sealed record PrivacyReport
{
    private const double WeakEpsilon = PrivacyWords.WeakEpsilon, WeakDelta = 1e-4;

    /// <summary>Everything that happened.</summary>
    public required DpEvent Event { get; init; }

    /// <summary>Who counted.</summary>
    public required IAccountant Accountant { get; init; }

    /// <summary>Whose data was bounded: a client's or a record's.</summary>
    public required string Level { get; init; }

    /// <summary>How many there are, if known.</summary>
    public long? Population { get; init; }

    /// <summary>Whether to print an object.</summary>
    public bool Json { get; init; }

    /// <summary>The noise that was found, if noise was asked for.</summary>
    public double? NoiseMultiplier { get; init; }

    /// <summary>The number of steps that was found, if steps were asked for.</summary>
    public long? Steps { get; init; }

    /// <summary>Prints a guarantee.</summary>
    /// <param name="epsilon">Its epsilon.</param>
    /// <param name="delta">Its delta.</param>
    /// <param name="asked">The member of the object that was asked for, which the words begin with.</param>
    public void Print(double epsilon, double delta, string asked)
    {
        if (Json) Console.WriteLine(ToJson(epsilon, delta).ToJsonString());
        else
            foreach (string line in Lines(epsilon, delta, asked))
                Console.WriteLine(line);
    }

    private IEnumerable<string> Lines(double epsilon, double delta, string asked)
    {
        foreach (string warning in Warnings(epsilon, delta)) yield return $"WARNING: {warning}";
        yield return asked switch
        {
            "noiseMultiplier" => $"noise multiplier {NoiseMultiplier:0.00000}: epsilon {epsilon:0.00000} at delta {delta:G3}",
            "steps" => $"{Steps:N0} steps: epsilon {epsilon:0.00000} at delta {delta:G3}",
            "delta" => $"delta {delta:G6} at epsilon {epsilon:0.#####}",
            _ => $"epsilon {epsilon:0.00000} at delta {delta:G3}",
        };
        yield return $"  what happened  {PrivacyWords.Describe(Event)}";
        yield return $"  neighbours     {PrivacyWords.Describe(PrivacyTerms.Of(Event).Neighbours, Level)}";
        yield return double.IsInfinity(epsilon)
            ? "  meaning        nothing is promised"
            : $"  meaning        every result is at most {Factor(epsilon)} times as likely as with the neighbouring data, "
                + $"except with probability {delta:G3};";
        if (double.IsFinite(epsilon)) yield return $"                 {Attack(epsilon, delta)}";
        string conversion = Accountant is PldAccountant ? "" : $"; conversion of {Conversion}";
        yield return $"  counted by     {Accountant.Name}, an upper bound{conversion}";
        foreach ((string name, double value) in CrossChecks(delta)) yield return $"  cross-check    {name}: epsilon {value:0.00000}";
    }

    private static string Factor(double epsilon) => Math.Exp(epsilon) is var factor && factor < 1000 ? $"{factor:0.00}" : $"{factor:G3}";

    /// <summary>Kairouz, Oh, Viswanath, ICML 2015: the best guess of who took part, from even odds.</summary>
    private static string Attack(double epsilon, double delta) =>
        $"whoever guesses from it which of the two it was is right at most {(1 - (1 - delta) / (1 + Math.Exp(epsilon))):P1} of the time";

    private JsonObject ToJson(double epsilon, double delta)
    {
        var json = new JsonObject { ["epsilon"] = double.IsFinite(epsilon) ? epsilon : null, ["delta"] = delta };
        if (NoiseMultiplier is { } noise) json["noiseMultiplier"] = noise;
        if (Steps is { } steps) json["steps"] = steps;
        json["accountant"] = Accountant.Name;
        json["conversion"] = Accountant is PldAccountant ? null : Conversion;
        json["level"] = Level;
        json["neighbours"] = PrivacyWords.Name(PrivacyTerms.Of(Event).Neighbours);
        json["crossChecks"] = new JsonObject([.. CrossChecks(delta).Select(check =>
            KeyValuePair.Create(check.Name, (JsonNode?)(double.IsFinite(check.Epsilon) ? check.Epsilon : null)))]);
        json["event"] = JsonSerializer.SerializeToNode(Event, CoreJson.Default.DpEvent);
        json["warnings"] = new JsonArray([.. Warnings(epsilon, delta).Select(warning => (JsonNode)warning)]);
        return json;
    }

    private const string Conversion = "Canonne, Kamath and Steinke 2020, proposition 12";

    private IEnumerable<(string Name, double Epsilon)> CrossChecks(double delta) =>
        ((IAccountant[])[new PldAccountant(), new RdpAccountant(), new ZcdpAccountant()])
            .Where(other => other.Name != Accountant.Name && delta > 0 && delta < 1 && other.Supports(Event))
            .Select(other => (other.Name, other.Epsilon(Event, delta)));

    private IEnumerable<string> Warnings(double epsilon, double delta)
    {
        if (epsilon > WeakEpsilon)
            yield return PrivacyWords.Weak;
        if (Population is { } population && delta * population >= 1)
            yield return $"DELTA IS NOT BELOW 1 / {population}: PUBLISHING SOMEBODY'S WHOLE DATA WOULD KEEP THIS PROMISE. "
                + "USE A SMALLER DELTA.";
        else if (Population is null && delta > WeakDelta)
            yield return $"DELTA ABOVE {WeakDelta} LETS THE PROMISE FAIL OFTEN. KEEP IT WELL BELOW 1 / (NUMBER OF PEOPLE).";
    }
}
