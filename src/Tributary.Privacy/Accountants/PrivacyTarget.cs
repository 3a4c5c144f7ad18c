using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Which targets and events an accountant can be asked about.</summary>
internal static class PrivacyTarget
{
    /// <summary>Refuses a delta that is no probability strictly between 0 and 1.</summary>
    public static void CheckDelta(double delta)
    {
        if (!(delta is > 0 and < 1))
            throw new ProblemException(ProblemCodes.PrivacyTargetInvalid, "delta",
                $"Delta is {delta}. It is the probability with which the promise of epsilon may fail, so it lies between 0 and 1. Give one "
                + "well below 1 / (number of people), such as 1e-6.");
    }

    /// <summary>Refuses an epsilon that is negative or no number.</summary>
    public static void CheckEpsilon(double epsilon)
    {
        if (!(double.IsFinite(epsilon) && epsilon >= 0))
            throw new ProblemException(ProblemCodes.PrivacyTargetInvalid, "epsilon",
                $"Epsilon is {epsilon}. It bounds the logarithm of a ratio of probabilities from above. Give a number of 0 or above.");
    }

    /// <summary>The refusal of an event that an accountant does not know.</summary>
    public static ProblemException Unsupported(IAccountant accountant, DpEvent dpEvent) => new(ProblemCodes.PrivacyUnaccountable, "$",
        dpEvent is NonPrivateEvent { Reason: var reason }
            ? $"Part of this is not private at all: {reason} No epsilon bounds what it reveals. Leave that part out, or make it private."
            : $"The accountant {accountant.Name} knows no bound for {dpEvent}. An epsilon that leaves it out would be wrong. "
                + "Ask another accountant.");
}
