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

    /// <summary>The selector chose nobody for a round.</summary>
    public const string NobodySelected = "TRB0401";

    /// <summary>A round closed with fewer usable updates than a model needs.</summary>
    public const string TooFewUpdates = "TRB0402";

    /// <summary>The sum of a round's updates cannot be read.</summary>
    public const string UnreadableSum = "TRB0403";

    /// <summary>A job file is not JSON.</summary>
    public const string JobIsNotJson = "TRB0601";

    /// <summary>An option that nothing in the job understands.</summary>
    public const string UnknownOption = "TRB0602";

    /// <summary>A part that no registry knows.</summary>
    public const string UnknownPart = "TRB0603";

    /// <summary>An option whose value is of another kind than expected.</summary>
    public const string WrongKindOfValue = "TRB0604";

    /// <summary>An option whose value is of the right kind but not possible.</summary>
    public const string OptionOutOfRange = "TRB0605";

    /// <summary>An option that must be given is not.</summary>
    public const string MissingOption = "TRB0606";

    /// <summary>An option is given twice.</summary>
    public const string RepeatedOption = "TRB0607";

    /// <summary>A job file cannot be read.</summary>
    public const string JobCannotBeRead = "TRB0608";

    /// <summary>The folder for results cannot be created or written to.</summary>
    public const string UnwritableOutput = "TRB0501";

    /// <summary>A file of results could not be written, or one that is needed could not be read, while the work was going on.</summary>
    public const string FileFailed = "TRB0502";

    /// <summary>A restarted coordinator does not find the updates that its log says it had received.</summary>
    public const string UpdatesLost = "TRB0503";

    /// <summary>A store has no room for what is to be written.</summary>
    public const string StorageFull = "TRB0504";

    /// <summary>A file is no store, or a damaged one.</summary>
    public const string StorageBroken = "TRB0505";

    /// <summary>A store was written by a newer program.</summary>
    public const string StorageVersion = "TRB0506";

    /// <summary>A store cannot be opened, read or written.</summary>
    public const string StorageUnavailable = "TRB0507";

    /// <summary>A copy of a store would replace a file.</summary>
    public const string StorageExists = "TRB0508";

    /// <summary>The command line names something that does not exist, or leaves out something that is needed.</summary>
    public const string WrongCommandLine = "TRB0801";

    /// <summary>Something happened that nobody foresaw.</summary>
    public const string Unforeseen = "TRB0901";

    /// <summary>Data is missing, broken, or cannot be divided or learnt from as the job says.</summary>
    public const string DataProblem = "TRB0701";
}
