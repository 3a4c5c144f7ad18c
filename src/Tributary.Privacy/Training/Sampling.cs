using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>What the way in which cohorts come about adds to noise: how a round counts, and against which neighbours.</summary>
/// <param name="Neighbours">What is compared.</param>
/// <param name="Words">How cohorts come about, for a reader of the account.</param>
/// <param name="Event">The event of a round.</param>
/// <param name="Probability">The probability of taking part that is counted on, or 1.</param>
internal sealed record Sampling(Neighbours Neighbours, string Words, Func<NoisyRelease, DpEvent> Event, double Probability = 1)
{
    /// <summary>The rounds within which nobody takes part twice: together they tell of one as much as a round of its own.</summary>
    public int Period { get; private init; } = 1;

    /// <summary>Whether who takes part is a secret too.</summary>
    public bool IsPoisson => Neighbours == Neighbours.AddOrRemoveOne;

    /// <summary>How often one client can have taken part after so many rounds.</summary>
    public int Turns(int rounds) => (rounds + Period - 1) / Period;

    /// <summary>How a job samples: only what is drawn by coins, and in full, counts.</summary>
    /// <param name="parts">Selector and pacing.</param>
    /// <param name="least">The least number of clients that a cohort is drawn from.</param>
    /// <param name="most">The largest.</param>
    /// <param name="observer">Against whom; the coordinator knows whom it has drawn.</param>
    public static Sampling Of(Composition parts, int least, int most, Observer observer)
    {
        if (parts.Selector.Separation > 1 && parts.Pacing is AllPacing)
            return None($"everybody has one turn in {parts.Selector.Separation} rounds") with { Period = parts.Selector.Separation };
        if (observer == Observer.Server) return None("the coordinator knows who takes part, so that sampling hides nothing from it");
        if (parts.Pacing is not AllPacing)
            return None("a round ends when enough have answered, so that the quickest take part and sampling hides nothing");
        if (parts.Selector.SamplingProbability is { } probability)
            return new(Neighbours.AddOrRemoveOne, $"each client takes part with probability {probability:G4}, by a coin of its own",
                release => new PoissonSampledEvent(probability, release.Event), probability);
        if (parts.Selector is UniformSelector) return FixedSize(parts, least, most);
        return None("any client may take part in every round");
    }

    private static Sampling None(string words) => new(Neighbours.ReplaceByNothing, words, release => release.Event);

    private static Sampling FixedSize(Composition parts, int least, int most)
    {
        // The largest share that any number of present clients gives.
        (int population, int sample) = Enumerable.Range(least, most - least + 1)
            .Select(count => (count, Math.Min(count, parts.Pacing.Invite((int)parts.Selector.Expected(count)))))
            .MaxBy(drawn => (double)drawn.Item2 / drawn.count);
        return new(Neighbours.ReplaceOne, $"{sample} of {population} clients are drawn for a round, each choice equally likely",
            release => new FixedSizeSampledEvent(population, sample, release.Replaced), (double)sample / population);
    }
}
