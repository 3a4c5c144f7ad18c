using System.Security.Cryptography;

namespace Tributary.Privacy.Tests;

public sealed class CorrelatedNoiseTests
{
    private const long Unit = 1L << 40;

    /// <summary>One unit in one number and nothing in the others.</summary>
    private sealed class Impulse(long at) : IFreshNoise
    {
        public void Fill(long number, Span<long> values) => values.Fill(number == at ? Unit : 0);
    }

    /// <summary>Row t, column i: how much of the i-th fresh noise is in the running sum after round t.</summary>
    private static double[,] InSums(Func<IFreshNoise, ICorrelatedNoise> make, int rounds, int numbers)
    {
        double[,] shares = new double[rounds, numbers];
        Span<long> noise = stackalloc long[1];
        for (int i = 0; i < numbers; i++)
        {
            ICorrelatedNoise correlated = make(new Impulse(i));
            long sum = 0;
            for (int t = 0; t < rounds; t++)
            {
                correlated.Next(noise);
                sum += noise[0];
                shares[t, i] = (double)sum / Unit;
            }
        }
        return shares;
    }

    private static double[] Variances(double[,] shares) =>
        [.. Enumerable.Range(0, shares.GetLength(0)).Select(t => Enumerable.Range(0, shares.GetLength(1)).Sum(i => shares[t, i] * shares[t, i]))];

    [Theory]
    [InlineData(8, 8, 1.7183792591094973, 1.5858574981812488)]
    [InlineData(500, 10, 8.607012957655824, 6.17165711449887)]
    [InlineData(1024, 32, 7.622258452167355, 5.538868421520014)]
    public void The_error_of_running_sums_is_that_of_the_banded_square_root(int rounds, int bands, double worst, double usual)
    {
        // The published values: dp-accounting.json, toeplitz_sqrt_matrix. All columns are shifts of the first.
        double[,] first = InSums(fresh => new BandedNoise(new BandedSquareRoot(rounds, bands), fresh), rounds, 1);
        double sensitivity = new BandedNoise(new BandedSquareRoot(rounds, bands), new Impulse(0)).Sensitivity(Unit, 0) / Unit;
        double sum = 0, mean = 0;
        for (int t = 0; t < rounds; t++)
        {
            sum += first[t, 0] * first[t, 0];
            mean += sum / rounds;
        }
        Assert.Equal(worst, sensitivity * Math.Sqrt(sum), 1e-5);
        Assert.Equal(usual, sensitivity * Math.Sqrt(mean), 1e-5);
    }

    [Fact]
    public void A_later_impulse_is_a_shift_of_the_first()
    {
        double[,] shares = InSums(fresh => new BandedNoise(new BandedSquareRoot(40, 6), fresh), 40, 10);
        for (int t = 0; t < 40; t++)
            for (int i = 1; i < 10; i++)
                Assert.Equal(t < i ? 0 : shares[t - i, 0], shares[t, i], 1e-9);
    }

    [Fact]
    public void A_tree_has_the_variance_of_the_estimate_from_below()
    {
        // A complete tree of height h leaves the variance 2^h / (2^(h + 1) - 1); a running sum adds up its complete parts.
        static double Part(int h) => Math.ScaleB(1, h) / (Math.ScaleB(1, h + 1) - 1);
        double[] variances = Variances(InSums(fresh => new TreeNoise(12, fresh), 12, 24));
        for (int t = 1; t <= 12; t++)
            Assert.Equal(Enumerable.Range(0, 4).Where(h => (t >> h & 1) != 0).Sum(Part), variances[t - 1], 1e-8);
    }

    [Fact]
    public void A_tree_that_begins_anew_keeps_the_last_sum_of_the_one_before()
    {
        double[] variances = Variances(InSums(fresh => new TreeNoise(4, fresh), 8, 14));
        Assert.Equal(variances[3] + variances[0], variances[4], 1e-9);
        Assert.Equal(2 * variances[3], variances[7], 1e-9);
    }

    public static TheoryData<string> Kinds => ["banded", "tree"];

    private static ICorrelatedNoise Make(string kind, IFreshNoise fresh) =>
        kind == "tree" ? new TreeNoise(5, fresh) : new BandedNoise(new BandedSquareRoot(20, 4), fresh);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_restart_goes_on_with_the_same_noise(string kind)
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        long[][] whole = Draw(0);
        for (int killed = 1; killed < 12; killed++) Assert.Equal(whole[killed..], Draw(killed));
        Assert.Equal(12, whole.Select(noise => noise[0]).Distinct().Count());

        long[][] Draw(int from)
        {
            using var fresh = new KeyedNoise(key, new DiscreteGaussian(1e6));
            ICorrelatedNoise noise = Make(kind, fresh);
            noise.Resume(from, 3);
            long[][] drawn = [.. Enumerable.Range(from, 12 - from).Select(_ => new long[3])];
            foreach (long[] round in drawn) noise.Next(round);
            return drawn;
        }
    }

    [Fact]
    public void Bits_of_a_key_are_aes_in_counter_mode()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)(3 * i))], block = new byte[16];
        using var aes = Aes.Create();
        aes.SetKey(key);
        block[7] = 9; // the number
        block[15] = 1; // the second block
        byte[] expected = aes.EncryptEcb(block, PaddingMode.None);
        using var bits = new KeyedBits(aes, 9);
        for (int i = 0; i < 4; i++) bits.NextUInt32();
        for (int i = 0; i < 4; i++) Assert.Equal(BitConverter.ToUInt32(expected, 4 * i), bits.NextUInt32());
    }

    [Fact]
    public void Roundings_move_fresh_noise_by_no_more_than_the_sensitivity_says()
    {
        // From what two neighbours release the fresh noise can be worked out; it differs by the column, and one step for each rounding.
        const int Bands = 5, Rounds = 12, Change = 1000;
        var matrix = new BandedSquareRoot(Rounds, Bands);
        long[] released = [.. Enumerable.Range(0, Rounds).Select(t => (long)RandomNumberGenerator.GetInt32(-1_000_000, 1_000_000))];
        long[] one = Fresh(0), other = Fresh(Change);
        double distance = Math.Sqrt(one.Zip(other, (a, b) => Math.Pow(a - b, 2)).Sum());
        double bound = new BandedNoise(matrix, new Impulse(0)).Sensitivity(Change, 1);
        Assert.InRange(distance, bound - 2 * Math.Sqrt(Bands), bound);

        long[] Fresh(long contribution)
        {
            long[] noise = [.. released];
            noise[3] -= contribution;
            return [.. Enumerable.Range(0, Rounds).Select(t =>
            {
                double taken = 0;
                for (int k = 1; k < Bands && k <= t; k++) taken += matrix.Coefficients[k] * noise[t - k];
                return noise[t] + (long)Math.Floor(taken + 0.5);
            })];
        }
    }
}
