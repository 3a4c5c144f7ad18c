using System.Text.Json;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Privacy.Tests;

/// <summary>A row of the reference values of other accountants, in the shared folder.</summary>
internal sealed class ReferenceRow(JsonElement json)
{
    private const string File = "vectors/dp-accounting.json";

    public string Id => json.GetProperty("id").GetString()!;

    public string Kind => json.GetProperty("kind").GetString()!;

    public double Delta => Number("delta");

    /// <summary>All rows of some kinds; skips the test where there is no shared folder.</summary>
    public static IReadOnlyList<ReferenceRow> Read(params string[] kinds)
    {
        using FileStream file = System.IO.File.OpenRead(SharedData.PathOrSkip(File));
        ReferenceRow[] rows = [.. JsonDocument.Parse(file).RootElement.GetProperty("rows").EnumerateArray().Select(row => new ReferenceRow(row))];
        return [.. rows.Where(row => kinds.Length == 0 || kinds.Contains(row.Kind))];
    }

    /// <summary>A number by its path, such as <c>pld.epsilon</c>; null where there is none.</summary>
    public double? Find(string path)
    {
        JsonElement at = json;
        foreach (string name in path.Split('.'))
            if (!at.TryGetProperty(name, out at) || at.ValueKind == JsonValueKind.Null)
                return null;
        return at.GetDouble();
    }

    public double Number(string path) => Find(path) ?? throw new KeyNotFoundException($"{Id} has no {path}.");

    public double?[] Numbers(params string[] path) =>
    [
        .. path.Aggregate(json, (at, name) => at.GetProperty(name)).EnumerateArray()
            .Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble()),
    ];

    public DpEvent Event() => Kind switch
    {
        "poisson_gaussian" or "delta_for_epsilon" => Replaced(
            Poisson(Number("sampling_rate"), new GaussianEvent(Number("noise_multiplier")))).Times(Count("steps")),
        "gaussian" => new GaussianEvent(Number("noise_multiplier")).Times(Count("steps")),
        "laplace" or "poisson_laplace" =>
            Poisson(Number("sampling_rate"), new LaplaceEvent(Number("scale_over_l1_sensitivity"))).Times(Count("steps")),
        "heterogeneous" => new ComposedEvent([.. json.GetProperty("phases").EnumerateArray().Select(phase => Poisson(
            phase.GetProperty("sampling_rate").GetDouble(), new GaussianEvent(phase.GetProperty("noise_multiplier").GetDouble()))
            .Times(phase.GetProperty("steps").GetInt64()))]),
        "banded_matrix_poisson" => new BandedMatrixEvent(
            Number("noise_multiplier_over_sensitivity"), Number("sampling_rate"), Count("rounds"), Count("bands")),
        "tree_aggregation" => new TreeEvent(Number("noise_multiplier"), Count("steps_per_tree"), Count("trees")),
        "fixed_size_gaussian" => new FixedSizeSampledEvent(
            Count("population"), Count("sample"), new GaussianEvent(Number("noise_multiplier"))).Times(Count("steps")),
        "discrete_gaussian" => new DiscreteGaussianEvent(Number("sigma"), Number("sensitivity"), (int)Count("dimension")).Times(Count("steps")),
        _ => throw new NotSupportedException(Kind),
    };

    public long Count(string name) => json.GetProperty(name).GetInt64();

    private DpEvent Replaced(DpEvent sampled) =>
        json.GetProperty("neighbours").GetString() == "replace_one" && sampled is PoissonSampledEvent poisson
            ? poisson with { Neighbours = Neighbours.ReplaceOne } : sampled;

    private static DpEvent Poisson(double probability, DpEvent dpEvent) =>
        probability == 1 ? dpEvent : new PoissonSampledEvent(probability, dpEvent);
}
