using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>
/// A lower bound on epsilon from one training run: canaries were included by fair coins, an auditor guessed for some of them whether they
/// were, and so many guesses were right.
/// </summary>
/// <remarks>Steinke, Nasr, Jagielski: Privacy auditing with one (1) training run, NeurIPS 2023, theorem 5.2 and appendix D.</remarks>
public sealed record OneRunAudit
{
    private const double LargestEpsilon = 1000;

    /// <summary>Takes the counts of an audit.</summary>
    /// <param name="canaries">How many canaries there were, at least 1.</param>
    /// <param name="guesses">For how many of them the auditor guessed, from 1 to all.</param>
    /// <param name="correct">How many guesses were right.</param>
    /// <exception cref="ProblemException">The counts do not fit together.</exception>
    public OneRunAudit(int canaries, int guesses, int correct)
    {
        if (canaries < 1 || guesses < 1 || guesses > canaries || correct < 0 || correct > guesses)
            throw new ProblemException(ProblemCodes.PrivacyTargetInvalid, "audit",
                $"{correct} right among {guesses} guesses for {canaries} canaries is not possible, and would prove nothing. "
                + "Guesses are at least 1 and at most the canaries, and right ones at most the guesses.");
        (Canaries, Guesses, Correct) = (canaries, guesses, correct);
    }

    /// <summary>How many canaries there were.</summary>
    public int Canaries { get; }

    /// <summary>For how many of them the auditor guessed.</summary>
    public int Guesses { get; }

    /// <summary>How many guesses were right.</summary>
    public int Correct { get; }

    /// <summary>How probable at most it is that so many guesses are right if the training is (epsilon, delta)-private.</summary>
    /// <param name="epsilon">At least 0.</param>
    /// <param name="delta">From 0, below 1.</param>
    public double PValue(double epsilon, double delta)
    {
        // Without delta the right guesses are at most binomial, each right with the chance of randomized response.
        double right = 1 / (1 + Math.Exp(-epsilon));
        double[] masses = Binomial(Guesses, right);
        double tail = 0, below = 0, steepest = 0;
        for (int k = Guesses; k >= Correct; k--) tail += masses[k];
        for (int i = 1; i <= Correct; i++)
        {
            below += masses[Correct - i];
            steepest = Math.Max(steepest, below / i);
        }
        return Math.Min(1, tail + 2 * Canaries * delta * steepest);
    }

    /// <summary>The largest epsilon, rounded down, that the audit refutes; 0 where it refutes none.</summary>
    /// <param name="delta">From 0, below 1.</param>
    /// <param name="significance">The chance of refuting a true epsilon that is accepted, such as 0.05.</param>
    public double EpsilonLowerBound(double delta, double significance)
    {
        if (PValue(0, delta) >= significance) return 0;
        double low = 0, high = 1;
        while (PValue(high, delta) < significance && high < LargestEpsilon) (low, high) = (high, 2 * high);
        while (high - low > 1e-12 * high)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) break;
            if (PValue(middle, delta) < significance) low = middle;
            else high = middle;
        }
        return low;
    }

    /// <summary>
    /// The same for training that is Gaussian: the epsilon at <paramref name="delta"/> of the least noisy Gaussian mechanism that the audit
    /// refutes. Closer to the truth for DP-SGD, and no bound for mechanisms of other shapes.
    /// </summary>
    /// <param name="delta">Above 0, below 1.</param>
    /// <param name="significance">The chance of refuting a true claim that is accepted, such as 0.05.</param>
    /// <remarks>Mahloujifar, Melis, Chaudhuri: Auditing f-differential privacy in one run, ICML 2025, algorithm 3.</remarks>
    public double GaussianEpsilonLowerBound(double delta, double significance)
    {
        PrivacyTarget.CheckDelta(delta);
        double low = 0, high = 1; // one over the noise multiplier
        while (RefutesGaussian(high, significance) && high < LargestEpsilon) (low, high) = (high, 2 * high);
        while (high - low > 1e-10 * high)
        {
            double middle = 0.5 * (low + high);
            if (RefutesGaussian(middle, significance)) low = middle;
            else high = middle;
        }
        return low < 1e-9 ? 0 : GaussianCurve.Epsilon(1 / low, delta);
    }

    /// <summary>
    /// Whether so many right guesses are too improbable for a Gaussian mechanism whose two outcomes lie so many deviations apart.
    /// </summary>
    private bool RefutesGaussian(double distance, double significance)
    {
        double right = significance * Correct / Canaries, wrong = significance * (Guesses - Correct) / Canaries;
        for (int i = Correct - 1; i >= 0; i--)
        {
            if (right >= 1) return true; // no distribution has so much
            double next = Math.Max(wrong, StandardNormal.Sides(StandardNormal.Quantile(right) - distance).Head);
            if (next - wrong < 1e-12) break; // nothing changes any more
            right += (double)i / (Guesses - i) * (next - wrong);
            wrong = next;
        }
        return right + wrong > (double)Guesses / Canaries;
    }

    /// <summary>The probabilities of 0 to n successes.</summary>
    private static double[] Binomial(int n, double p)
    {
        double success = Math.Log(p), failure = Math.Log(1 - p);
        return [.. Enumerable.Range(0, n + 1).Select(k => p == 1
            ? (k == n ? 1 : 0)
            : Math.Exp(Logarithms.Choose(n, k) + k * success + (n - k) * failure))];
    }
}
