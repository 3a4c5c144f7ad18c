namespace Tributary.Core;

/// <summary>What has come of the keepers' answers to a closed round.</summary>
/// <param name="IsReady">Whether the sums can be decoded now, or will never be: there is nothing to wait for.</param>
/// <param name="Answered">The keepers that answered.</param>
/// <param name="Wrong">Those of them whose answer is not what it must be.</param>
public sealed record Hearing(bool IsReady, IReadOnlyCollection<ClientId> Answered, IReadOnlyCollection<ClientId> Wrong)
{
    /// <summary>Where no stage has keepers.</summary>
    public static Hearing NotNeeded { get; } = new(true, [], []);
}
