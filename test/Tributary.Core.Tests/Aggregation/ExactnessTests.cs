using System.Numerics;
using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>Every aggregator beside the plainest possible arithmetic: one number after another, in integers of any size.</summary>
public sealed class ExactnessTests
{
    private const int Trials = 120;

    public static TheoryData<string> Rules => ["mean", "median", "trimmed-mean"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Gives_the_bits_of_plain_arithmetic(string rule)
    {
        var random = new RandomStream(41);
        for (int trial = 0; trial < Trials; trial++)
        {
            UpdateSpec spec = Spec(1 + random.NextInt(90), 1 + random.NextInt(trial % 8 == 0 ? 300 : 40));
            NumericPayload[] contributions = Draw(spec, random);
            foreach (int threads in new[] { 1, 3 })
                Assert.Equal(Expected(rule, spec, contributions), Fold(rule, spec, threads, contributions).Finish().Values);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Any_number_of_threads_gives_the_same_bits(string rule)
    {
        var random = new RandomStream(43);
        UpdateSpec spec = Spec(150_001, 9); // several blocks of every rule
        NumericPayload[] contributions = Draw(spec, random);
        long[] expected = Expected(rule, spec, contributions);
        foreach (int threads in new[] { 1, 2, 3, 8 })
            Assert.True(expected.AsSpan().SequenceEqual(Fold(rule, spec, threads, contributions).Finish().Values), $"{threads} threads");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Merged_folds_give_the_bits_of_one(string rule)
    {
        var random = new RandomStream(44);
        for (int trial = 0; trial < Trials; trial++)
        {
            UpdateSpec spec = Spec(33, 1 + random.NextInt(40));
            NumericPayload[] contributions = Draw(spec, random);
            int cut = random.NextInt(contributions.Length + 1);
            IAggregation left = Fold(rule, spec, 2, contributions[..cut]), right = Fold(rule, spec, 1, contributions[cut..]);
            left.Merge(right);
            Assert.Equal(Expected(rule, spec, contributions), left.Finish().Values);
        }
    }

    /// <summary>
    /// Updates as training makes them, which 32-bit means rank; among them columns of zeros, and neighbours that only exact
    /// means tell apart.
    /// </summary>
    [Theory]
    [InlineData("median", 100)]
    [InlineData("median", 7)]
    [InlineData("trimmed-mean", 100)]
    [InlineData("trimmed-mean", 4)]
    public void Updates_of_several_weights_give_the_bits_of_plain_arithmetic(string rule, int clients)
    {
        const int Length = 1000;
        UpdateSpec spec = Spec(Length, clients);
        var random = new RandomStream(46);
        for (int trial = 0; trial < 6; trial++)
        {
            float[] common = new float[Length];
            random.FillNormal(common);
            NumericPayload[] contributions = [.. Enumerable.Range(0, clients).Select(_ => Update(common, random.NextSingle() + 0.01f))];
            foreach (int threads in new[] { 1, 3 })
                Assert.Equal(Expected(rule, spec, contributions), Fold(rule, spec, threads, contributions).Finish().Values);
        }

        RealPayload Update(float[] common, float weight)
        {
            float[] values = new float[spec.Length];
            random.FillNormal(values);
            for (int i = 0; i < Length; i++)
                values[i] *= (i / 100) switch
                {
                    0 => 0, // nobody has learned anything
                    1 => random.NextInt(2) * weight, // half of them have not
                    2 => 1e-9f, // not far from the grid
                    _ => weight / 100,
                };
            for (int i = 300; i < 500; i++) values[i] = common[i] * weight; // equal but for the rounding of the product
            for (int i = 400; i < 500; i++) values[i] = MathF.BitIncrement(values[i] * (1 + random.NextInt(3) * 1e-7f));
            values[^1] = weight;
            return new RealPayload(spec.Segments, values);
        }
    }

    [Fact]
    public void The_division_is_that_of_double_precision()
    {
        var random = new RandomStream(45);
        long[] values = new long[1003];
        foreach (ref long value in values.AsSpan()) value = (long)random.NextUInt64() >> (1 + random.NextInt(60));
        values[^1] = 7 * FixedPoint.One / 3;
        double[] mean = new Aggregate([new Segment("all", values.Length)], values).Mean();
        for (int i = 0; i < values.Length - 1; i++) Assert.Equal(values[i] / (double)values[^1], mean[i]);
        Assert.Equal(FixedPoint.ToDouble(values[^1]), mean[^1]);
    }

    private static IAggregation Fold(string rule, UpdateSpec spec, int threads, NumericPayload[] contributions)
    {
        IAggregation fold = (rule switch
        {
            "mean" => (IAggregator)new Mean(),
            "median" => new Median(),
            _ => new TrimmedMean { Fraction = 0.2 },
        }).Begin(spec, threads);
        foreach (NumericPayload contribution in contributions) fold.Add(contribution);
        return fold;
    }

    /// <summary>What the documents say, coordinate by coordinate.</summary>
    private static long[] Expected(string rule, UpdateSpec spec, NumericPayload[] contributions)
    {
        long[][] numbers = [.. contributions.Select(Grid)];
        if (rule == "mean")
            return [.. Enumerable.Range(0, spec.Length).Select(i => (long)numbers.Aggregate(BigInteger.Zero, (sum, n) => sum + n[i]))];
        long[][] counted = [.. numbers.Where(n => n[^1] > 0)];
        int cut = rule == "median" ? Math.Max(0, counted.Length - 1) / 2 : counted.Length / 5;
        long limit = FixedPoint.LimitOnGrid(spec.Cohort);
        long[] sum = new long[spec.Length];
        for (int i = 0; i < spec.Length - 1; i++)
        {
            long[] means = [.. counted.Select(n => Math.Clamp((long)Math.Round(n[i] / FixedPoint.ToDouble(n[^1])), -limit, limit)).Order()];
            foreach (long mean in means[cut..^cut]) sum[i] += mean;
        }
        sum[^1] = (counted.Length - 2 * cut) * FixedPoint.One;
        return sum;
    }

    private static long[] Grid(NumericPayload payload) => payload switch
    {
        RealPayload real => [.. real.Values.ToArray().Select(value => (long)Math.Round(value * (double)FixedPoint.One))],
        RingPayload ring => [.. ring.Words.Select(word => (long)word)],
        _ => throw new NotSupportedException(),
    };

    private static UpdateSpec Spec(int length, int cohort) =>
        UpdateSpec.For([new Segment("tensor", length)], 0, cohort, Weighting.Examples, Sees.Contributions);

    /// <summary>
    /// Contributions in range, of one weight or of many, real or ring: with ties, both zeros, halves of a unit and the ends of the range.
    /// </summary>
    private static NumericPayload[] Draw(UpdateSpec spec, RandomStream random)
    {
        int kind = random.NextInt(5);
        float common = random.NextInt(2) == 0 ? 1 : (1 + random.NextInt(999)) / 1000f;
        var drawn = new NumericPayload[spec.Cohort];
        for (int c = 0; c < drawn.Length; c++)
        {
            float[] values = new float[spec.Length];
            foreach (ref float value in values.AsSpan()) value = Number(spec.Cohort, random);
            values[^1] = kind < 3 ? common : random.NextInt(8) == 0 ? 0 : random.NextSingle();
            var real = new RealPayload(spec.Segments, values);
            Assert.True(real.IsInRange(spec.Cohort));
            drawn[c] = kind == 4 && random.NextInt(2) == 0
                ? new RingPayload(spec.Segments, [.. values.Select(value => (ulong)FixedPoint.Round(value))])
                : real;
        }
        return drawn;
    }

    private static float Number(int cohort, RandomStream random) => random.NextInt(8) switch
    {
        0 => 0,
        1 => -0f,
        2 => (random.NextInt(5) - 2) / 4f, // ties
        3 => (float)((random.NextInt(41) - 20.5) * FixedPoint.Unit), // between two grid points
        4 => MathF.BitDecrement((float)FixedPoint.Limit(cohort)) * (random.NextInt(2) == 0 ? 1 : -1),
        5 => MathF.ScaleB(2 * random.NextSingle() - 1, 11), // about where rounding takes the slow way
        _ => MathF.ScaleB(2 * random.NextSingle() - 1, random.NextInt(50) - 45),
    };
}
