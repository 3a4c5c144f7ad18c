namespace Tributary.Privacy;

/// <summary>The sum of independent privacy losses on a grid, from above, for the question which epsilon holds at which delta.</summary>
/// <remarks>
/// The grid's masses are weighted by exp(tilt x loss), transformed, raised to their powers, multiplied and transformed back (Gruebel,
/// Hermesmeier: Computation of compound distributions, ASTIN Bulletin 1999). The grid is a circle: what leaves the window at one end comes
/// in at the other and only adds mass there, so it is enough to add what lies above the window, which Chernoff's inequality bounds.
/// </remarks>
internal sealed class LossSum
{
    // Rounding of a transformed mass, in units of what one bin of the window would hold on average, for each loss and at least.
    private const double Rounding = 1e-15, RoundingsAtLeast = 64;
    private readonly double[] _masses;
    private readonly long _first;
    private readonly double _step, _tilt, _logarithm, _count;

    private LossSum(double[] masses, long first, CompositionPlan plan, double logarithm, double beyond)
    {
        (_masses, _first, _step, _tilt, _count) = (masses, first, plan.Step, plan.Tilt, plan.Count);
        (_logarithm, Beyond) = (logarithm, beyond);
    }

    /// <summary>The probability that the sum is infinite or above the window, bounded.</summary>
    public double Beyond { get; }

    /// <summary>Adds up independent losses as planned.</summary>
    public static LossSum Of(IReadOnlyList<(IPrivacyLoss Loss, long Count)> parts, CompositionPlan plan)
    {
        RealTransform transform = RealTransform.Of(plan.Length);
        double[] circle = new double[plan.Length];
        double[] real = new double[plan.Length / 2 + 1], imaginary = new double[plan.Length / 2 + 1];
        double[] productReal = new double[real.Length], productImaginary = new double[real.Length];
        Array.Fill(productReal, 1);
        double logarithm = 0, infinite = 0, largest = 0;
        (double Tilt, double Value)[] tops = [(plan.TopTilt, 0), (4 * plan.Padding / (plan.Count * plan.Step), 0)];
        foreach ((IPrivacyLoss loss, long count) in parts)
        {
            double[] edges = loss.Edges(plan.LeftOut, 2);
            long first = (long)Math.Floor(edges[0] / plan.Step), last = (long)Math.Ceiling(edges[^1] / plan.Step);
            double[] grid = new double[last - first + 1];
            for (int i = 0; i < grid.Length; i++) grid[i] = (first + i) * plan.Step;
            DiscreteLoss discrete = DiscreteLoss.Of(loss, grid);
            double value = plan.Tilt == 0 ? Math.Log(discrete.Masses.Sum()) : discrete.Cumulants(plan.Tilt).Value;
            logarithm += count * value;
            for (int i = 0; i < tops.Length; i++) tops[i].Value += count * discrete.Cumulants(tops[i].Tilt).Value;
            largest += (double)count * last;
            infinite += count * discrete.Infinite;

            Array.Clear(circle);
            for (int i = 0; i < grid.Length; i++)
                circle[(first + i) & (plan.Length - 1)] += discrete.Masses[i] * Math.Exp(plan.Tilt * grid[i] - value);
            transform.Forward(circle, real, imaginary);
            for (int k = 0; k < real.Length; k++)
                MultiplyByPower(ref productReal[k], ref productImaginary[k], real[k], imaginary[k], count);
        }
        transform.Inverse(productReal, productImaginary, circle);
        // Sums that the window does not reach, by the better of two tilts; none where it holds the largest of all.
        long bottom = (long)Math.Floor(plan.Bottom / plan.Step) - plan.Padding, top = bottom + plan.Length - 1;
        double beyond = largest <= top ? 0 : tops.Min(at => Math.Exp(Math.Min(0, at.Value - at.Tilt * top * plan.Step)));
        return new LossSum(circle, bottom, plan, logarithm, infinite + beyond);
    }

    /// <summary>
    /// The least epsilon of at least zero at which delta is no more than <paramref name="delta"/>; infinite where none is.
    /// </summary>
    public double Epsilon(double delta)
    {
        double allowed = delta - Beyond;
        if (!(allowed > 0)) return double.PositiveInfinity;
        double mass = 0, discounted = 0, decay = Math.Exp(-_step); // of losses above the current one: sum p and sum p exp(here - loss)
        for (long i = _first + _masses.Length - 1; i >= _first; i--)
        {
            discounted *= decay;
            if (mass - discounted > allowed)
                return Math.Max(0, (i + 1) * _step + Math.Log((mass - allowed) / (discounted / decay)));
            if (i < 0) return 0;
            double here = MassAt(i);
            mass += here;
            discounted += here;
        }
        // Nothing lies below the window that was not added at its top.
        return mass <= allowed ? 0 : Math.Max(0, _first * _step + Math.Log((mass - allowed) / discounted));
    }

    /// <summary>A bound on delta at <paramref name="epsilon"/>.</summary>
    public double Delta(double epsilon)
    {
        (double mass, double discounted) = Above(epsilon);
        return Math.Min(1, Beyond + Math.Max(0, mass - discounted));
    }

    /// <summary>How fast the logarithm of delta falls at <paramref name="epsilon"/>.</summary>
    public double Rate(double epsilon)
    {
        (double mass, double discounted) = Above(epsilon);
        return discounted / Math.Max(mass - discounted, 1e-300);
    }

    /// <summary>The probability of losses above <paramref name="epsilon"/>, and the mean of exp(epsilon - loss) over them.</summary>
    private (double Mass, double Discounted) Above(double epsilon)
    {
        double mass = 0, discounted = 0, decay = Math.Exp(-_step);
        long i = _first + _masses.Length - 1;
        for (; i >= _first && i * _step > epsilon; i--)
        {
            double here = MassAt(i);
            mass += here;
            discounted = discounted * decay + here;
        }
        return (mass, discounted * Math.Exp(epsilon - (i + 1) * _step));
    }

    private double MassAt(long index)
    {
        double average = (_count + RoundingsAtLeast) * Rounding / _masses.Length;
        double mass = Math.Max(0, _masses[index & (_masses.Length - 1)]) + average;
        return mass * Math.Exp(_logarithm - _tilt * index * _step);
    }

    private static void MultiplyByPower(ref double real, ref double imaginary, double factorReal, double factorImaginary, long count)
    {
        for (; ; count >>= 1)
        {
            if ((count & 1) != 0)
                (real, imaginary) = (real * factorReal - imaginary * factorImaginary, real * factorImaginary + imaginary * factorReal);
            if (count <= 1) return;
            (factorReal, factorImaginary) =
                (factorReal * factorReal - factorImaginary * factorImaginary, 2 * factorReal * factorImaginary);
        }
    }
}
