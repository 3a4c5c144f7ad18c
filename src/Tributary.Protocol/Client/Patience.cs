using System.Security.Cryptography;

namespace Tributary.Protocol;

/// <summary>Waits between attempts: twice as long each time, up to a minute, and never the same for two clients.</summary>
internal sealed class Patience(ConnectionOptions options)
{
    private const double FirstSeconds = 0.25, LongestSeconds = 60;

    private int _failures;

    /// <summary>Something worked: begin anew.</summary>
    public void Restore() => _failures = 0;

    /// <summary>Waits before the next attempt.</summary>
    /// <param name="why">What failed.</param>
    /// <param name="least">What the coordinator asked for, or null.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="UnreachableException">There have been enough attempts.</exception>
    public async ValueTask WaitAsync(Exception why, TimeSpan? least, CancellationToken cancellation)
    {
        if (++_failures >= options.Attempts)
            throw new UnreachableException(
                $"The coordinator at {options.Coordinator} could not be reached in {_failures} attempts: {why.Message} " +
                "Nothing is lost. Check the address, the network and whether the coordinator runs.", why);
        double seconds = Math.Min(LongestSeconds, FirstSeconds * Math.Pow(2, _failures - 1));
        double share = RandomNumberGenerator.GetInt32(500, 1001) / 1000.0;
        TimeSpan wait = TimeSpan.FromSeconds(seconds * share);
        await Task.Delay(wait < least ? least.Value : wait, options.Clock, cancellation);
    }
}
