using Tributary.Core;

namespace Tributary.Privacy.Tests;

/// <summary>Every stored value of Google's, Opacus' and Microsoft's accountants.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Pld_agrees_with_the_tightest_known_value_and_is_never_below_a_lower_bound()
    {
        var failures = new List<string>();
        foreach (ReferenceRow row in ReferenceRow.Read().Where(row => row.Find("pld.epsilon") is not null))
        {
            double epsilon = new PldAccountant().Epsilon(row.Event(), row.Delta), best = row.Find("pld.epsilon_fine") ?? row.Number("pld.epsilon");
            double lower = Math.Max(row.Find("pld.lower") ?? 0, row.Find("prv.lower") ?? 0);
            // A fifth of what the reference values themselves may be apart.
            if (Math.Abs(epsilon - best) > 0.002 + 0.0002 * epsilon || epsilon < lower)
                failures.Add($"{row.Id}: {epsilon}, best {best}, lower bound {lower}");
        }
        Assert.Empty(failures);
    }

    [Fact]
    public void Trees_are_exact()
    {
        Assert.All(ReferenceRow.Read("tree_aggregation", "gaussian"), row =>
        {
            double exact = row.Number("exact.epsilon");
            Assert.Equal(exact, new PldAccountant().Epsilon(row.Event(), row.Delta), 1e-7 * exact);
        });
    }

    [Fact]
    public void Delta_at_an_epsilon_agrees() =>
        Assert.Empty(Apart(ReferenceRow.Read("delta_for_epsilon"), 1e-4, row => (row.Number("pld.delta"), new PldAccountant().Delta(row.Event(), row.Number("epsilon")))));

    [Fact]
    public void Calibrated_noise_agrees_by_both_accountants()
    {
        Assert.Empty(Apart(ReferenceRow.Read("calibrate_noise"), 1e-4, row => (row.Number("pld.noise_multiplier"), Noise(row, new PldAccountant()))));
        Assert.Empty(Apart(ReferenceRow.Read("calibrate_noise"), 1e-3, row => (row.Number("rdp.noise_multiplier"), Noise(row, new RdpAccountant()))));
    }

    [Fact]
    public void Rdp_agrees_within_a_percent_with_either_library()
    {
        var failures = new List<string>();
        foreach (ReferenceRow row in ReferenceRow.Read().Where(row => row.Find("rdp.epsilon") is not null))
        {
            double epsilon = new RdpAccountant().Epsilon(row.Event(), row.Delta);
            double?[] known = [row.Find("rdp.epsilon"), row.Find("opacus_rdp.epsilon")];
            if (!known.Any(value => Math.Abs(epsilon - value!.Value) <= 0.01 * value.Value)) failures.Add($"{row.Id}: {epsilon}, not {string.Join(", ", known)}");
        }
        Assert.Empty(failures);
    }

    /// <summary>At other orders the reference adds the terms of an alternating series without their signs, and so lies above the integral.</summary>
    [Fact]
    public void Renyi_curves_agree_at_whole_orders_and_are_not_above_elsewhere()
    {
        Assert.All(ReferenceRow.Read("rdp_curve"), row =>
        {
            double[] orders = [.. row.Numbers("orders").Select(order => order!.Value)];
            double?[] known = row.Numbers("rdp", "values");
            double[] curve = new RdpAccountant().Divergences(
                new PoissonSampledEvent(row.Number("sampling_rate"), new GaussianEvent(row.Number("noise_multiplier"))), orders);
            for (int i = 0; i < orders.Length; i++)
                if (double.IsInteger(orders[i])) Assert.Equal(known[i]!.Value, curve[i], 1e-4 * curve[i]);
                else if (known[i] is { } above) Assert.InRange(curve[i], 0, above);
        });
    }

    private static IEnumerable<string> Apart(IEnumerable<ReferenceRow> rows, double tolerance, Func<ReferenceRow, (double Known, double Ours)> values) =>
        rows.Select(row => (row.Id, Values: values(row)))
            .Where(row => Math.Abs(row.Values.Ours - row.Values.Known) > tolerance * row.Values.Known)
            .Select(row => $"{row.Id}: {row.Values.Ours}, not {row.Values.Known}, apart {row.Values.Ours / row.Values.Known - 1:0.0e+0}");

    private static double Noise(ReferenceRow row, IAccountant accountant) => new Calibration(accountant).Noise(
        noise => new PoissonSampledEvent(row.Number("sampling_rate"), new GaussianEvent(noise)).Times(row.Count("steps")),
        row.Number("epsilon"), row.Delta);
}
