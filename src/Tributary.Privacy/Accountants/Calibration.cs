using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>From a target to what meets it: the least noise, or the most steps.</summary>
/// <param name="accountant">Who says what epsilon is.</param>
public sealed class Calibration(IAccountant accountant)
{
    private const double LeastNoise = 1e-2, MostNoise = 1e6;
    private const long MostCount = 1_000_000_000;

    /// <summary>
    /// The noise multiplier with which <paramref name="withNoise"/> keeps (epsilon, delta), at most <paramref name="tolerance"/> (relative)
    /// above the least one that does: bisection between a noise that fails and one that was seen to hold, of which the latter is returned.
    /// </summary>
    /// <param name="withNoise">The event for a noise multiplier; more noise must never reveal more.</param>
    /// <param name="epsilon">The target, above 0.</param>
    /// <param name="delta">The target, between 0 and 1.</param>
    /// <param name="tolerance">A share of the noise, above 0.</param>
    /// <exception cref="ProblemException">No noise from 0.01 to a million does, or a target is not possible.</exception>
    public double Noise(Func<double, DpEvent> withNoise, double epsilon, double delta, double tolerance = 1e-5)
    {
        CheckTarget(epsilon, delta);
        double high = 1, low = 1, atHigh = Excess(high), atLow = atHigh;
        while (atHigh > 0)
        {
            if (high >= MostNoise)
                throw new ProblemException(ProblemCodes.PrivacyTargetOutOfReach, "epsilon",
                    $"Even a noise multiplier of {high} reveals more than that. A promise that cannot be kept must not be made. "
                    + "Take fewer steps, or allow more.");
            (low, atLow) = (high, atHigh);
            atHigh = Excess(high *= 2);
        }
        while (atLow <= 0)
        {
            if (low <= LeastNoise) return low;
            (high, atHigh) = (low, atLow);
            atLow = Excess(low *= 0.5);
        }
        // Secants of the logarithms (Illinois): the value at an end that stays is halved, so that both ends close in on the answer.
        for (int side = 0; high > low * (1 + tolerance);)
        {
            double x = Math.Log(low), y = Math.Log(high), nudge = 0.4 * tolerance; // a little towards the end that holds
            double guess = double.IsFinite(atLow) ? x + (y - x) * atLow / (atLow - atHigh) : 0.5 * (x + y);
            double middle = Math.Exp(Math.Clamp(guess + nudge, x + nudge, y - nudge)), at = Excess(middle);
            if (at > 0)
            {
                (low, atLow) = (middle, at);
                if (side == 1) atHigh *= 0.5;
                side = 1;
            }
            else
            {
                (high, atHigh) = (middle, at);
                if (side == -1) atLow *= 0.5;
                side = -1;
            }
        }
        return high;

        double Excess(double noise) => Math.Log(Math.Max(1e-300, accountant.Epsilon(withNoise(noise), delta)) / epsilon);
    }

    /// <summary>
    /// The largest number of times that <paramref name="dpEvent"/> may happen within (epsilon, delta), up to a billion; 0 where not even
    /// once.
    /// </summary>
    /// <exception cref="ProblemException">A target is not possible, or the event is not.</exception>
    public long Count(DpEvent dpEvent, double epsilon, double delta)
    {
        CheckTarget(epsilon, delta);
        if (!Holds(1)) return 0;
        long low = 1, high = 2;
        while (high < MostCount && Holds(high)) (low, high) = (high, Math.Min(MostCount, 2 * high));
        if (high == MostCount && Holds(high)) return high;
        while (high - low > 1)
        {
            long middle = low + (high - low) / 2;
            if (Holds(middle)) low = middle;
            else high = middle;
        }
        return low;

        bool Holds(long count) => accountant.Epsilon(dpEvent.Times(count), delta) <= epsilon;
    }

    private static void CheckTarget(double epsilon, double delta)
    {
        PrivacyTarget.CheckDelta(delta);
        if (!(double.IsFinite(epsilon) && epsilon > 0))
            throw new ProblemException(ProblemCodes.PrivacyTargetInvalid, "epsilon",
                $"The target epsilon is {epsilon}. At zero nothing at all may be learnt from the data. Give a number above 0.");
    }
}
