using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>The noise of a run whose rounds belong together: from a key of the run's, so that a restart goes on with the same.</summary>
/// <param name="correlation">How they belong together.</param>
/// <param name="separation">The rounds between two of a client.</param>
/// <param name="fresh">The independent noise that it is made of.</param>
internal sealed class CorrelatedSource(NoiseCorrelation correlation, int separation, INoise fresh)
{
    private const string Name = "noise";

    /// <summary>Fills <paramref name="values"/> with the noise of a round; the same whenever that round is asked for.</summary>
    /// <exception cref="InvalidOperationException">The run has no secret.</exception>
    public void Fill(RoundContext round, Span<long> values)
    {
        RunSecret secret = round.Secret
            ?? throw new InvalidOperationException("Noise that is correlated over rounds needs a key of the run, and this one has none.");
        int before = round.Round.Number - 1; // rounds that failed had noise too, which nobody has seen
        Drawn drawn = secret.Keep(Name, kept => kept.Noise.Rounds <= before, () => Make(secret));
        drawn.Noise.Resume(before, values.Length);
        drawn.Noise.Next(values);
    }

    private Drawn Make(RunSecret secret)
    {
        Span<byte> key = stackalloc byte[KeyedNoise.KeyLength];
        secret.Derive(Name, key);
        var keyed = new KeyedNoise(key, fresh);
        key.Clear();
        return new(keyed, correlation == NoiseCorrelation.Tree
            ? new TreeNoise(separation, keyed)
            : new BandedNoise(new BandedSquareRoot(separation, separation), keyed));
    }

    private sealed record Drawn(KeyedNoise Keyed, ICorrelatedNoise Noise) : IDisposable
    {
        public void Dispose() => Keyed.Dispose();
    }
}
