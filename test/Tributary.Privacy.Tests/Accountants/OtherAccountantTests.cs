using Tributary.Core;

namespace Tributary.Privacy.Tests;

/// <summary>The cross-checks: the analytic Gaussian, Renyi divergences and zero-concentration.</summary>
public sealed class OtherAccountantTests
{
    [Theory]
    [InlineData(0.5, 1e-5, 9.997256)]
    [InlineData(1.0, 1e-6, 4.886554)]
    [InlineData(3.0, 1e-10, 2.018107)]
    public void The_analytic_gaussian_has_its_known_values_and_its_two_directions_agree(double noise, double delta, double known)
    {
        double epsilon = GaussianCurve.Epsilon(noise, delta);
        Assert.Equal(known, epsilon, 1e-6);
        Assert.Equal(delta, GaussianCurve.Delta(noise, epsilon), 1e-9 * delta);
        // At zero it is the total variation distance, 2 Phi(1 / (2 s)) - 1.
        Assert.Equal(1 - 2 * StandardNormal.Tail(0.5 / noise), GaussianCurve.Delta(noise, 0), 1e-12);
    }

    [Fact]
    public void Renyi_divergence_at_order_two_is_the_chi_square_distance()
    {
        // log(1 + q^2 (e^(1 / s^2) - 1))
        double[] curve = new RdpAccountant().Divergences(new PoissonSampledEvent(0.1, new GaussianEvent(2)), 2);
        Assert.Equal(Math.Log(1 + 0.01 * (Math.Exp(0.25) - 1)), curve[0], 1e-12);
    }

    [Theory]
    [InlineData(1.0, 0.01)]
    [InlineData(4.0, 0.5)]
    [InlineData(0.3, 0.9)]
    public void Orders_between_whole_ones_lie_between_them(double noise, double probability)
    {
        double[] orders = [.. Enumerable.Range(0, 81).Select(i => 2 + 0.1 * i)];
        orders = [.. orders.Select(order => Math.Round(order, 9))];
        double[] moments = [.. new RdpAccountant().Divergences(new PoissonSampledEvent(probability, new GaussianEvent(noise)), orders)
            .Zip(orders, (divergence, order) => divergence * (order - 1))];
        for (int i = 1; i + 1 < moments.Length; i++)
            Assert.True(moments[i] <= 0.5 * (moments[i - 1] + moments[i + 1]) * (1 + 1e-9), $"not convex at {orders[i]}");
    }

    [Fact]
    public void Zero_concentration_is_the_renyi_bound_over_all_orders()
    {
        DpEvent dpEvent = new GaussianEvent(3).Times(7);
        Assert.Equal(7.0 / 18, new ZcdpAccountant().Rho(dpEvent), 1e-12);
        double epsilon = new ZcdpAccountant().Epsilon(dpEvent, 1e-6), renyi = new RdpAccountant().Epsilon(dpEvent, 1e-6);
        Assert.InRange(epsilon, 0.99 * renyi, renyi);
        Assert.InRange(epsilon, new PldAccountant().Epsilon(dpEvent, 1e-6), double.MaxValue);
        Assert.False(new ZcdpAccountant().Supports(new PoissonSampledEvent(0.1, dpEvent)));
    }

    [Fact]
    public void Every_accountant_is_above_the_tightest()
    {
        DpEvent[] events =
        [
            new LaplaceEvent(5).Times(50), new SkellamEvent(100).Times(4), new DiscreteGaussianEvent(2).Times(5),
            new PoissonSampledEvent(0.1, new LaplaceEvent(2)).Times(30), new PoissonSampledEvent(0.1, new DiscreteGaussianEvent(2)).Times(30),
        ];
        Assert.All(events, dpEvent => Assert.InRange(
            new RdpAccountant().Epsilon(dpEvent, 1e-6), new PldAccountant().Epsilon(dpEvent, 1e-6), double.MaxValue));
    }
}
