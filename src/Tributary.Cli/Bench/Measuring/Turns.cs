namespace Tributary.Cli;

/// <summary>Lets two programs take turns on one machine: what disturbs one of them disturbs the other as much.</summary>
internal static class Turns
{
    /// <summary>How long the machine rests between two programs: pools of threads go on spinning for a while.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(60);

    /// <summary>Measures A B A B and so on; only A where there is no B.</summary>
    /// <param name="count">How many turns each has.</param>
    /// <param name="ours">Measures ours once, in milliseconds.</param>
    /// <param name="theirs">Measures the other once, or null.</param>
    /// <param name="cancellation">Checked before every turn.</param>
    public static async Task<Paired> TakeAsync(
        int count, Func<double> ours, Func<Task<double>>? theirs, CancellationToken cancellation)
    {
        var (own, other) = (new List<double>(), new List<double>());
        for (int turn = 0; turn < count; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            own.Add(ours());
            if (theirs is null) continue;
            await RestAsync(cancellation);
            other.Add(await theirs());
            await RestAsync(cancellation);
        }
        return new Paired(own, other);
    }

    /// <summary>Waits until the program that had its turn is quiet.</summary>
    public static Task RestAsync(CancellationToken cancellation) => Task.Delay(_rest, cancellation);
}
