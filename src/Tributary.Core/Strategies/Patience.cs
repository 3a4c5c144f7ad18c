namespace Tributary.Core;

/// <summary>What all ways of pacing have in common: a time limit, and clients invited beyond those that are wanted.</summary>
internal static class Patience
{
    // 1.1 times 10 lies just above 11 in binary.
    private const double Slack = 1e-9;

    /// <summary>So many times <paramref name="wanted"/>, rounded up.</summary>
    public static int Times(double factor, int wanted) => (int)Math.Ceiling(wanted * factor - Slack);

    public static TimeSpan? Deadline(double? seconds) => seconds is { } limit ? TimeSpan.FromSeconds(limit) : null;

    public static IEnumerable<Problem> Check(string path, double? deadlineSeconds, double overSelection)
    {
        if (deadlineSeconds is { } seconds && !(seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds))
            yield return Problem.OutOfRange($"{path}.deadlineSeconds",
                $"A deadline of {seconds} seconds leaves no time to answer, or is none. " +
                "Give a number above 0, or leave it out to wait for as long as it takes.");
        if (!(overSelection is >= 1 and <= 100))
            yield return Problem.OutOfRange($"{path}.overSelection",
                $"The over-selection is {overSelection}, and inviting fewer than wanted, or everybody a hundred times, cannot help. " +
                "Give a factor from 1 to 100, such as 1.3.");
    }
}
