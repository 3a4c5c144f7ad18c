using Tributary.Core;

namespace Tributary.Privacy.Tests;

public sealed class PldAccountantTests
{
    private static readonly PldAccountant _pld = new();

    private static DpEvent Sgd(double noise, double probability, long steps) =>
        new PoissonSampledEvent(probability, new GaussianEvent(noise)).Times(steps);

    /// <summary>Known values, so that something is compared where there is no shared folder: Google's and Microsoft's accountants agree on them.</summary>
    [Theory]
    [InlineData(4.0, 0.01, 10_000, 1e-5, 0.94687)]
    [InlineData(1.0, 0.01, 1_000, 1e-5, 1.82824)]
    [InlineData(0.5, 0.001, 1, 1e-5, 0.33760)]
    [InlineData(1.0, 0.5, 100, 1e-5, 39.97500)]
    [InlineData(1.0, 0.9, 20, 1e-5, 25.81700)]
    public void Agrees_with_published_accountants(double noise, double probability, long steps, double delta, double known) =>
        Assert.InRange(_pld.Epsilon(Sgd(noise, probability, steps), delta), known - 1e-4, known + 1e-3);

    [Fact]
    public void The_known_example_of_mcmahan_and_others_costs_less_than_they_could_know() =>
        Assert.Equal(3.899, _pld.Epsilon(Sgd(1, 5_000 / 763_430.0, 5_000), 1e-9), 2e-3);

    [Theory]
    [InlineData(0.3, 1e-5)]
    [InlineData(1.0, 1e-6)]
    [InlineData(3.0, 1e-10)]
    public void Sampling_with_probability_next_to_one_is_the_analytic_gaussian(double noise, double delta)
    {
        double exact = GaussianCurve.Epsilon(noise / Math.Sqrt(10), delta), sampled = _pld.Epsilon(Sgd(noise, 1 - 1e-12, 10), delta);
        Assert.InRange(sampled, exact * (1 - 1e-9), exact * 1.0005);
    }

    [Fact]
    public void Composition_is_self_composition()
    {
        DpEvent step = Sgd(1, 0.01, 1);
        double times = _pld.Epsilon(step.Times(60), 1e-6);
        Assert.Equal(times, _pld.Epsilon(new ComposedEvent([step.Times(10), step.Times(20).Times(2), new ComposedEvent([step.Times(10)])]), 1e-6));
        // Unlike mechanisms that are nearly alike are added up apart, and come to nearly the same.
        DpEvent apart = new ComposedEvent([Sgd(1, 0.01, 30), Sgd(1 + 1e-9, 0.01, 30)]);
        Assert.Equal(times, _pld.Epsilon(apart, 1e-6), 1e-4);
    }

    [Fact]
    public void Less_noise_more_sampling_more_steps_and_less_delta_cost_more()
    {
        double start = _pld.Epsilon(Sgd(1, 0.02, 500), 1e-5);
        Assert.True(_pld.Epsilon(Sgd(0.99, 0.02, 500), 1e-5) > start);
        Assert.True(_pld.Epsilon(Sgd(1, 0.0202, 500), 1e-5) > start);
        Assert.True(_pld.Epsilon(Sgd(1, 0.02, 505), 1e-5) > start);
        Assert.True(_pld.Epsilon(Sgd(1, 0.02, 500), 0.9e-5) > start);
    }

    [Theory]
    [InlineData(0.05, 0.01, 1_000, 1e-5)]
    [InlineData(0.3, 0.001, 1_000, 1e-10)]
    [InlineData(1.0, 0.01, 1_000, 1e-30)]
    [InlineData(1.0, 0.01, 1_000, 1e-100)]
    [InlineData(1e3, 0.5, 1_000, 1e-5)]
    [InlineData(1.0, 1e-4, 100_000, 1e-8)]
    [InlineData(5.0, 0.5, 3, 0.2)]
    public void Renyi_divergences_bound_it_from_above_however_extreme_the_setting(double noise, double probability, long steps, double delta)
    {
        DpEvent dpEvent = Sgd(noise, probability, steps);
        double epsilon = _pld.Epsilon(dpEvent, delta);
        Assert.InRange(epsilon, 0, new RdpAccountant().Epsilon(dpEvent, delta));
        if (epsilon > 0) Assert.InRange(_pld.Delta(dpEvent, epsilon), 0.5 * delta, 1.01 * delta);
    }

    [Fact]
    public void Fixed_samples_cost_more_than_coins_and_less_than_the_renyi_bound()
    {
        DpEvent drawn = new FixedSizeSampledEvent(60_000, 256, new GaussianEvent(1.3)).Times(2_000);
        double epsilon = _pld.Epsilon(drawn, 1e-6);
        Assert.InRange(epsilon, _pld.Epsilon(Sgd(1.3, 256 / 60_000.0, 2_000), 1e-6), new RdpAccountant().Epsilon(drawn, 1e-6));
    }

    [Fact]
    public void One_fixed_sample_is_amplified_by_the_known_formula()
    {
        // Balle, Barthe, Gaboardi 2018: delta'(log(1 + q (e^eps - 1))) = q delta(eps).
        double q = 0.1, inner = 1.5, epsilon = Math.Log(1 + q * (Math.Exp(inner) - 1));
        double expected = q * GaussianCurve.Delta(1, inner), ours = _pld.Delta(new FixedSizeSampledEvent(10, 1, new GaussianEvent(1)), epsilon);
        Assert.InRange(ours, expected * (1 - 1e-9), expected * 1.001);
    }

    [Fact]
    public void Noise_on_whole_numbers_costs_what_gaussian_noise_does_once_it_is_wide()
    {
        double exact = GaussianCurve.Epsilon(2 / Math.Sqrt(10), 1e-6);
        Assert.Equal(exact, _pld.Epsilon(new DiscreteGaussianEvent(20, 10).Times(10), 1e-6), 2e-3);
        Assert.Equal(exact, _pld.Epsilon(new SkellamEvent(400, 10, 10).Times(10), 1e-6), 0.05);
        Assert.Equal(exact, _pld.Epsilon(new SkellamEvent(40_000, 100, 100).Times(10), 1e-6), 2e-3);
    }

    [Fact]
    public void Laplace_noise_never_costs_more_than_its_pure_epsilon() =>
        Assert.InRange(_pld.Epsilon(new LaplaceEvent(2).Times(10), 1e-12), 4.99, 5 + 1e-3);

    [Fact]
    public void Trees_are_one_gaussian_and_bands_are_fewer_steps_at_a_higher_rate()
    {
        Assert.Equal(GaussianCurve.Epsilon(4 / Math.Sqrt(4), 1e-5), _pld.Epsilon(new TreeEvent(4, 15), 1e-5), 1e-12);
        Assert.Equal(GaussianCurve.Epsilon(4 / Math.Sqrt(5), 1e-5), _pld.Epsilon(new TreeEvent(4, 16), 1e-5), 1e-12);
        Assert.Equal(_pld.Epsilon(Sgd(2, 0.1, 100), 1e-5), _pld.Epsilon(new BandedMatrixEvent(2, 0.01, 1_000, 10), 1e-5));
    }

    [Fact]
    public void What_is_not_private_or_not_known_is_refused()
    {
        Assert.Equal("TRB0202", Code(() => _pld.Epsilon(new NonPrivateEvent("the seed was published."), 1e-5)));
        Assert.Equal("TRB0202", Code(() => _pld.Epsilon(new PoissonSampledEvent(0.5, Sgd(1, 0.5, 2)), 1e-5)));
        Assert.Equal("TRB0203", Code(() => _pld.Epsilon(new ComposedEvent([Sgd(1, 0.5, 2), new TreeEvent(1, 3)]), 1e-5)));
        Assert.Equal("TRB0201", Code(() => _pld.Epsilon(Sgd(0, 0.5, 2), 1e-5)));
        Assert.Equal("TRB0201", Code(() => _pld.Epsilon(Sgd(1, 1.5, 2), 1e-5)));
        Assert.Equal("TRB0201", Code(() => _pld.Epsilon(Sgd(1, 0.5, 0), 1e-5)));
        Assert.Equal("TRB0204", Code(() => _pld.Epsilon(Sgd(1, 0.5, 1), 0)));
        Assert.Equal("TRB0204", Code(() => _pld.Epsilon(Sgd(1, 0.5, 1), 1)));
        Assert.Equal("TRB0204", Code(() => _pld.Delta(Sgd(1, 0.5, 1), -1)));
    }

    private static string Code(Func<object> ask) => Assert.Throws<ProblemException>(() => ask()).Problems[0].Code;
}
