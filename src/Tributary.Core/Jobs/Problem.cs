namespace Tributary.Core;

/// <summary>Something wrong with a job or its data.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Path">Where in the job, as a JSON path such as <c>$.stages[1].norm</c>.</param>
/// <param name="Message">What is wrong, why it matters, what to do.</param>
public sealed record Problem(string Code, string Path, string Message)
{
    /// <summary>An option whose value is of the right kind but not possible.</summary>
    public static Problem OutOfRange(string path, string message) => new(ProblemCodes.OptionOutOfRange, path, message);

    /// <summary>A number of a privacy event that is not possible.</summary>
    public static Problem Privacy(string path, string message) => new(ProblemCodes.PrivacyEventInvalid, path, message);
}
