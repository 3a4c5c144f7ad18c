namespace Tributary.Privacy;

/// <summary>A privacy loss with finitely many values, which bounds another from above: no delta of it is smaller.</summary>
/// <param name="Losses">The finite values, ascending.</param>
/// <param name="Masses">The probability of each.</param>
/// <param name="Infinite">The probability of an infinite loss.</param>
/// <remarks>
/// Doroshenko, Ghazi, Kamath, Kumar, Manurangsi: Connect the dots: tighter discrete approximations of privacy loss
/// distributions, PETS 2022: what P has between two values is divided between them so that Q's share stays what it is. What lies below
/// the first value moves up to it, what lies above the last is infinite.
/// </remarks>
internal sealed record DiscreteLoss(double[] Losses, double[] Masses, double Infinite)
{
    private const double LargestExponent = 700, SmallestMass = 1e-290;

    /// <summary>Bounds a loss by one that has only the values <paramref name="losses"/>, ascending.</summary>
    public static DiscreteLoss Of(IPrivacyLoss loss, double[] losses)
    {
        double[] masses = new double[losses.Length];
        Split lower = loss.At(losses[0]);
        masses[0] = lower.HeadP;
        for (int i = 0; i + 1 < losses.Length; i++)
        {
            Split upper = loss.At(losses[i + 1]);
            double mass = lower.BetweenP(upper);
            if (mass > 0)
            {
                // P (1 - s) exp(-l) + P s exp(-l') = Q, solved for the upper value's share s. Too far out for doubles, all goes up.
                double other = lower.BetweenQ(upper), share = 1;
                if (losses[i] < LargestExponent && other > SmallestMass)
                {
                    double relative = other * Math.Exp(losses[i]) / mass;
                    share = Math.Clamp((1 - relative) / -Logarithms.ExponentialMinusOne(losses[i] - losses[i + 1]), 0, 1);
                }
                masses[i] += mass * (1 - share);
                masses[i + 1] += mass * share;
            }
            lower = upper;
        }
        return new DiscreteLoss(losses, masses, lower.TailP);
    }

    /// <summary>
    /// The logarithm of the mean of exp(<paramref name="tilt"/> x loss) over finite losses, with its first two derivatives.
    /// </summary>
    public Cumulants Cumulants(double tilt)
    {
        double largest = double.NegativeInfinity;
        for (int i = 0; i < Losses.Length; i++)
            if (Masses[i] > 0) largest = Math.Max(largest, tilt * Losses[i]);
        double zeroth = 0, first = 0, second = 0, middle = tilt > 0 ? Losses[^1] : Losses[0];
        for (int i = 0; i < Losses.Length; i++)
        {
            double weight = Masses[i] * Math.Exp(tilt * Losses[i] - largest), distance = Losses[i] - middle;
            zeroth += weight;
            first += weight * distance;
            second += weight * distance * distance;
        }
        double mean = first / zeroth;
        return new Cumulants(largest + Math.Log(zeroth), middle + mean, Math.Max(0, second / zeroth - mean * mean));
    }
}
