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

    /// <summary>The folder for results cannot be created or written to.</summary>
    public const string UnwritableOutput = "TRB0501";

    /// <summary>A file of results could not be written, or one that is needed could not be read, while the work was going on.</summary>
    public const string FileFailed = "TRB0502";

    /// <summary>The command line names something that does not exist, or leaves out something that is needed.</summary>
    public const string WrongCommandLine = "TRB0801";

    /// <summary>Something happened that nobody foresaw.</summary>
    public const string Unforeseen = "TRB0901";
}
