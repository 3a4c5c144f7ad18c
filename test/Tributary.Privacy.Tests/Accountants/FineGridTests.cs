using Tributary.Core;

namespace Tributary.Privacy.Tests;

public sealed class FineGridTests
{
    [Fact]
    public void Rounded_continuous_noise_differs_from_discrete_noise_by_the_inverse_fourth_power()
    {
        // Simpson's rule with 16 parts over each unit cell, which is exact to all digits that count here.
        double four = Distance(4), eight = Distance(8), sixteen = Distance(16);
        Assert.InRange(four / eight, 14, 18);
        Assert.InRange(eight / sixteen, 14, 18);
        Assert.InRange(sixteen, 0, 0.1 / Math.Pow(16, 4));
    }

    /// <summary>The total variation between the discrete Gaussian and the rounding of a continuous one of a twelfth less variance.</summary>
    private static double Distance(double sigma)
    {
        int reach = (int)(12 * sigma);
        double variance = sigma * sigma - 1.0 / 12, total = 0, distance = 0;
        for (int k = -reach; k <= reach; k++) total += Math.Exp(-0.5 * k * k / (sigma * sigma));
        for (int k = -reach; k <= reach; k++)
        {
            double cell = 0;
            for (int i = 0; i <= 16; i++)
            {
                double x = k - 0.5 + i / 16.0, weight = i is 0 or 16 ? 1 : i % 2 == 1 ? 4 : 2;
                cell += weight / 48 * Math.Exp(-0.5 * x * x / variance) / Math.Sqrt(2 * Math.PI * variance);
            }
            distance += 0.5 * Math.Abs(cell - Math.Exp(-0.5 * k * k / (sigma * sigma)) / total);
        }
        return distance;
    }

    [Fact]
    public void Sampled_noise_on_a_fine_grid_costs_what_continuous_noise_costs_and_a_little_more()
    {
        var fine = new PoissonSampledEvent(0.01, new DiscreteGaussianEvent(1.2 * 70_000, 70_000, 1000)).Times(500);
        var continuous = new PoissonSampledEvent(0.01, new GaussianEvent(1.2)).Times(500);
        foreach (IAccountant accountant in (IAccountant[])[new PldAccountant(), new RdpAccountant()])
            Assert.Equal(accountant.Epsilon(continuous, 1e-5), accountant.Epsilon(fine, 1e-5), 1e-6);
    }

    [Fact]
    public void Noise_on_a_coarse_grid_is_none_of_it()
    {
        var coarse = new PoissonSampledEvent(0.01, new DiscreteGaussianEvent(10, 8, 1000));
        Assert.False(new PldAccountant().Supports(coarse));
    }
}
