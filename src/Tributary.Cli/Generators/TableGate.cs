using System.CommandLine;
using Tributary.Core;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>What a generated table may tell of the rows it was learnt from: the options <c>--gate</c> and <c>--gate-risk</c>.</summary>
/// <param name="Auc">The largest AUC of the membership attack that passes, or null for any.</param>
/// <param name="Risk">The largest risk of the other attacks that passes, or null for any.</param>
internal sealed record TableGate(double? Auc, double? Risk)
{
    /// <summary>What <c>--gate</c> allows of the other attacks where <c>--gate-risk</c> is not given.</summary>
    public const double UsualRisk = 0.1;

    /// <summary>The option for the membership attack.</summary>
    public static Option<double?> AucOption() => new("--gate")
    {
        Description = "Of a generated table: fail where a membership attack has a larger AUC than this, such as 0.55, or another attack a "
            + "larger risk than --gate-risk.",
        HelpName = "AUC",
    };

    /// <summary>The option for the other attacks.</summary>
    public static Option<double?> RiskOption() => new("--gate-risk")
    {
        Description = "Of a generated table: fail where singling out, linking or inference is a larger risk than this, even at the lower "
            + "end of its 95 % interval; 0.1 with --gate.",
        HelpName = "RISK",
    };

    /// <summary>The gate of a command line.</summary>
    /// <exception cref="ProblemException">A bound is none.</exception>
    public static TableGate Of(double? auc, double? risk)
    {
        if (auc is not (null or >= 0 and <= 1))
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--gate",
                $"{auc} is no area under a curve. Give a number from 0.5, a guess, to 1, such as 0.55.");
        if (risk is not (null or >= 0 and <= 1))
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--gate-risk",
                $"{risk} is no risk. Give a number from 0, what the control tells, to 1, such as 0.1.");
        return new TableGate(auc, risk ?? (auc is null ? null : UsualRisk));
    }

    /// <summary>What does not pass.</summary>
    public IEnumerable<Problem> Problems(TableQuality quality)
    {
        double found = quality.Memorisation.MembershipAuc;
        if (found > Auc)
            yield return new Problem(ProblemCodes.Memorised, "--gate",
                $"A membership attack has an AUC of {found:0.000}, and {Auc:0.000} is allowed: the table tells who was in the training. Do "
                + "not hand it out; give the generator a smaller 'epsilon', fewer 'bins' or more rows.");
        foreach ((string attack, PrivacyRisk risk) in quality.Risks.All)
            if (risk.Low > Risk && risk.OnTraining.Tries > 0)
                yield return new Problem(ProblemCodes.Disclosed, "--gate-risk",
                    $"The risk of {attack} is {risk.Value:P1}, at least {risk.Low:P1}, and {Risk:P1} is allowed: the table tells more "
                    + "of the rows of the training than of others. Do not hand it out; give the generator a smaller 'epsilon', fewer "
                    + "'bins' or more rows.");
    }
}
