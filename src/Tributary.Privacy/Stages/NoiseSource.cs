using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>One client's noise in one round.</summary>
/// <param name="context">The client and the round.</param>
/// <param name="distribution">The noise.</param>
internal sealed class NoiseSource(ClientContext context, INoise distribution)
{
    /// <summary>Fills <paramref name="values"/> with noise in grid steps.</summary>
    public void Fill(Span<long> values) => Fill(context.Round, $"noise {context.Client}", distribution, values);

    /// <summary>Noise from secret bits, or from a seed in a simulation.</summary>
    public static void Fill(RoundContext round, string purpose, INoise distribution, Span<long> values)
    {
        using SecretBits bits = round.Rehearsal is { } seeded ? new SeededBits(seeded.Derive(purpose)) : new SystemBits();
        distribution.Fill(values, bits);
    }
}
