namespace Tributary.Core;

/// <summary>Options that know which of their values are possible.</summary>
public interface IChecked
{
    /// <summary>One problem for each option that is out of range; none where all are fine.</summary>
    /// <param name="path">Where the options stand in the job, as a JSON path without a dot at its end.</param>
    IEnumerable<Problem> Check(string path);
}
