namespace Tributary.Core;

/// <summary>Stable codes of everything that can be wrong; <c>docs/problems.md</c> has a section for each.</summary>
public static class ProblemCodes
{
    /// <summary>A stage that must be read one update at a time stands before one that can only be read as a sum.</summary>
    public const string EachBeforeSum = "TRB0101";

    /// <summary>The aggregator compares contributions, but too few will be readable.</summary>
    public const string TooFewContributions = "TRB0102";

    /// <summary>A stage that bounds or selects the raw update stands after one that needs it weighted.</summary>
    public const string RawStageTooLate = "TRB0103";

    /// <summary>A stage needs another form of numbers than it is given.</summary>
    public const string WrongPayloadKind = "TRB0104";

    /// <summary>A stage's settings cannot work on this update.</summary>
    public const string StageDoesNotFit = "TRB0105";
}
