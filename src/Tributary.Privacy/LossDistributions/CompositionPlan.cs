namespace Tributary.Privacy;

/// <summary>On which grid losses are to be added up: wide enough for the tails that matter, fine enough for the answer.</summary>
/// <param name="Bottom">Below it the sums have next to no mass.</param>
/// <param name="Top">Above it they have next to none.</param>
/// <param name="TopTilt">The tilt for Chernoff's inequality at the top.</param>
/// <param name="Tilt">The tilt under which the sum is transformed.</param>
/// <param name="Padding">Grid points on each side for what the discretisation itself scatters.</param>
/// <param name="Length">The number of grid points, a power of two.</param>
/// <param name="LeftOut">What each single loss may leave to infinity.</param>
/// <param name="Count">How many losses there are.</param>
/// <param name="Cumulants">The cumulants of the sum at a tilt, nearly.</param>
internal sealed record CompositionPlan(double Bottom, double Top, double TopTilt, double Tilt, int Padding, int Length, double LeftOut,
    double Count, Func<double, Cumulants> Cumulants)
{
    private const int CoarseCount = 512, LeastLength = 1 << 12, UsualLength = 1 << 16, MostLength = 1 << 20, Halvings = 18;

    // Shares of delta that may be given away, each to a side of the window and to the tails of single losses.
    private const double WindowShare = 1e-8, TailShare = 1e-9;

    // By how much the discretisation may raise epsilon, as a share of 1 + epsilon: on grids of usual length, and at most.
    private const double Tolerance = 2e-5, MostTolerance = 3e-4;

    /// <summary>The distance of grid points.</summary>
    public double Step => Math.Max(Top - Bottom, 1e-10 * Math.Max(1, Math.Abs(Top))) / (Length - 2 * Padding - 2);

    /// <summary>A first plan for a delta near <paramref name="delta"/>, on a short grid.</summary>
    public static CompositionPlan Of(IReadOnlyList<(IPrivacyLoss Loss, long Count)> parts, double delta)
    {
        double count = parts.Sum(part => (double)part.Count), leftOut = Math.Max(1e-290, TailShare * delta / count);
        (DiscreteLoss Loss, long Count)[] coarse =
            [.. parts.Select(part => (DiscreteLoss.Of(part.Loss, part.Loss.Edges(leftOut, CoarseCount)), part.Count))];
        double lowest = coarse.Sum(part => part.Count * part.Loss.Losses[0]);
        double highest = coarse.Sum(part => part.Count * part.Loss.Losses[^1]);
        double scale = Math.Max(1e-12, Math.Max(Math.Sqrt(At(0).Variance), 1e-9 * (highest - lowest)));

        double exponent = -Math.Log(delta), far = exponent - Math.Log(WindowShare), topTilt = Solve(far, 1), bottomTilt = Solve(far, -1);
        double top = Math.Min(highest, (At(topTilt).Value + far) / topTilt);
        double bottom = Math.Max(lowest, (At(bottomTilt).Value + far) / bottomTilt);
        // Rounding of the transform is 1e-15 of the tilted mass for each loss; the tilt lifts the place of interest above it.
        double lift = exponent + Math.Log(1e-9 * count), tilt = lift > 0 ? Solve(lift, 1) : 0;
        // Each loss moves by less than a step to its grid point: by Hoeffding's inequality all of them together by no more than this.
        int padding = 2 + (int)Math.Min(count, Math.Ceiling(Math.Sqrt(count * far / 2))), length = LeastLength;
        while (length < 8 * padding) length *= 2;
        return new CompositionPlan(bottom, top, topTilt, tilt, padding, length, leftOut, count, At);

        Cumulants At(double t) => coarse.Aggregate(default(Cumulants), (sum, part) => sum + part.Loss.Cumulants(t) * part.Count);

        // The tilt t of a sign at which t K'(t) - K(t), which grows with |t|, comes to a value.
        double Solve(double value, int sign)
        {
            return sign * FirstTilt(1e-6 / scale, 1e6 / scale, size =>
            {
                Cumulants at = At(sign * size);
                return sign * size * at.Mean - at.Value >= value;
            });
        }
    }

    /// <summary>The same on a grid fine enough for an epsilon near which delta falls at a rate; itself if it is.</summary>
    public CompositionPlan For(double epsilon, double rate)
    {
        // Dividing mass between grid points adds step^2 / 12 (t^2 + t) to each cumulant at t, and so count step^2 (t + 1) / 12 to epsilon.
        double squared = 12 * (1 + epsilon) / (Count * (rate + 1)), step = Math.Sqrt(Tolerance * squared);
        // Under a tilt, rounding is least where the tilted mean is.
        CompositionPlan plan = this;
        if (Tilt > 0) plan = plan with { Tilt = FirstTilt(1e-3 * Tilt, Tilt, tilt => Cumulants(tilt).Mean >= epsilon) };
        while (plan.Step > step && plan.Length < UsualLength) plan = plan with { Length = 2 * plan.Length };
        step = Math.Sqrt(MostTolerance * squared);
        while (plan.Step > step && plan.Length < MostLength) plan = plan with { Length = 2 * plan.Length };
        return plan;
    }

    /// <summary>The same on a grid so many times as fine.</summary>
    public CompositionPlan Finer(int times) => this with { Length = Math.Min(MostLength, Length * times) };

    /// <summary>The least tilt between two, to a thousandth, from which on a condition holds; the larger one where it never does.</summary>
    private static double FirstTilt(double low, double high, Func<double, bool> holds)
    {
        (low, high) = (Math.Log(low), Math.Log(high));
        for (int i = 0; i < Halvings; i++)
        {
            double middle = 0.5 * (low + high);
            if (holds(Math.Exp(middle))) high = middle;
            else low = middle;
        }
        return Math.Exp(high);
    }
}
