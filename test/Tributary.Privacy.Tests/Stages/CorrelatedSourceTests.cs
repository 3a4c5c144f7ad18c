using Tributary.Core;

namespace Tributary.Privacy.Tests;

/// <summary>Noise that belongs to a run goes on behind a restart, and is another run's for nobody.</summary>
public sealed class CorrelatedSourceTests
{
    private static readonly byte[] _key = [.. Enumerable.Range(0, RunSecret.KeyLength).Select(i => (byte)i)];

    private static long[] Draw(NoiseCorrelation correlation, RunSecret secret, int round)
    {
        long[] values = new long[5];
        var context = new RoundContext(new RoundId("run", round), [], 1) { Secret = secret };
        new CorrelatedSource(correlation, 4, new DiscreteGaussian(1000)).Fill(context, values);
        return values;
    }

    [Theory]
    [InlineData(NoiseCorrelation.Tree)]
    [InlineData(NoiseCorrelation.Banded)]
    public void A_round_has_the_same_noise_whenever_and_in_whichever_process_it_is_asked_for(NoiseCorrelation correlation)
    {
        using var whole = new RunSecret(_key, "run");
        long[][] noise = [.. Enumerable.Range(1, 9).Select(round => Draw(correlation, whole, round))];
        Assert.Equal(noise[8], Draw(correlation, whole, 9)); // its model could not be kept, and is made once more
        Assert.Equal(noise[3], Draw(correlation, whole, 4));
        foreach (int round in (int[])[1, 2, 6, 9])
        {
            using var later = new RunSecret(_key, "run");
            Assert.Equal(noise[round - 1], Draw(correlation, later, round));
        }
        using var other = new RunSecret(_key, "another");
        Assert.NotEqual(noise[0], Draw(correlation, other, 1));
        Assert.Equal(9, noise.Select(values => string.Join(' ', values)).Distinct().Count());
    }

    [Fact]
    public void A_round_that_failed_had_its_noise_too()
    {
        using RunSecret whole = new(_key, "run"), skipping = new(_key, "run");
        for (int round = 1; round <= 3; round++) Draw(NoiseCorrelation.Banded, whole, round);
        Draw(NoiseCorrelation.Banded, skipping, 1);
        Assert.Equal(Draw(NoiseCorrelation.Banded, whole, 4), Draw(NoiseCorrelation.Banded, skipping, 4));
    }

    [Fact]
    public void Without_a_secret_there_is_none() => Assert.Throws<InvalidOperationException>(() =>
        new CorrelatedSource(NoiseCorrelation.Tree, 4, new DiscreteGaussian(1)).Fill(new RoundContext(new RoundId("run", 1), [], 1), new long[1]));
}
