using System.Globalization;
using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>What a job's training promises: one event for each turn of a client, counted at the job's delta.</summary>
public sealed class PrivacyPlan
{
    private const double Weak = 10;

    private readonly IAccountant _accountant;
    private readonly Func<int, int> _turns;
    private readonly Dictionary<int, double> _known = [];
    private readonly Lock _lock = new();

    internal PrivacyPlan(DpEvent round, NoisyRelease release, double multiplier, PrivacyOptions options, Sampling sampling, int rounds)
    {
        (Round, Release, Multiplier, Options, Rounds) = (round, release, multiplier, options, rounds);
        (Neighbours, Participation, _turns) = (sampling.Neighbours, sampling.Words, sampling.Turns);
        _accountant = AccountantOf(round);
    }

    /// <summary>What a round of training does to whoever takes part in it.</summary>
    public DpEvent Round { get; }

    /// <summary>The noise of a round.</summary>
    public NoisyRelease Release { get; }

    /// <summary>The noise over the norm of one contribution, as the job gives it or as its budget asks for.</summary>
    public double Multiplier { get; }

    /// <summary>Delta, budget and level.</summary>
    public PrivacyOptions Options { get; }

    /// <summary>How many rounds of training the job plans.</summary>
    public int Rounds { get; }

    /// <summary>What is compared.</summary>
    public Neighbours Neighbours { get; }

    /// <summary>Against whom.</summary>
    public Observer Observer { get; internal init; }

    /// <summary>How clients come to take part, and what of that is counted on.</summary>
    public string Participation { get; }

    /// <summary>The name of who counts.</summary>
    public string Accountant => _accountant.Name;

    /// <summary>Whose data is hidden: <c>client</c>, <c>user</c> or <c>site</c>.</summary>
    public string Level => Options.Level.ToString().ToLowerInvariant();

    /// <summary>Epsilon at the job's delta after so many rounds of training; safe for any number of threads.</summary>
    public double Epsilon(int rounds)
    {
        if (rounds == 0) return 0;
        lock (_lock)
        {
            if (_known.TryGetValue(rounds, out double epsilon)) return epsilon;
            return _known[rounds] = _accountant.Epsilon(Round.Times(_turns(rounds)), Options.Delta);
        }
    }

    /// <summary>Why another round of training would pass the budget, or null where it would not; every opened round counts.</summary>
    public string? Objection(RunState run, Question question)
    {
        if (Options.Epsilon is not { } budget || question.Name != TrainPhase.QuestionName) return null;
        int asked = run.Asked.GetValueOrDefault(question.Name);
        return Epsilon(asked + 1) <= budget * (1 + 1e-9) ? null : string.Create(CultureInfo.InvariantCulture,
            $"The privacy budget is spent: epsilon is {Epsilon(asked):0.####} after {asked} rounds, " +
            $"and another would make it {Epsilon(asked + 1):0.####}, above {budget:0.####}.");
    }

    /// <summary>The promise in words, a line each.</summary>
    /// <param name="secret">Whether the noise comes from secret bits; in a simulation it follows from the seed.</param>
    public IEnumerable<string> Lines(bool secret)
    {
        double epsilon = Epsilon(Rounds);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"epsilon {epsilon:0.####} at delta {Options.Delta:G3} after {Rounds} rounds, counted by {Accountant}")
            + (Options.Epsilon is { } budget ? string.Create(CultureInfo.InvariantCulture, $"; budget {budget:0.####}") : "");
        yield return string.Create(CultureInfo.InvariantCulture,
            $"noise multiplier {Multiplier:0.####} over a norm of {Release.NormBound:0.####}");
        yield return $"neighbours: {NeighboursText}";
        yield return $"against: {AgainstText}";
        yield return $"taking part: {Participation}";
        if (!secret)
            yield return "seeded: not private. This is a simulation; the same job between machines draws noise that nobody can repeat";
        foreach (string warning in Warnings) yield return $"WARNING: {warning}";
    }

    /// <summary>What is compared, in words.</summary>
    public string NeighboursText => Neighbours switch
    {
        Neighbours.AddOrRemoveOne => $"data with and without one {Level}",
        Neighbours.ReplaceOne => $"data in which one {Level} is another",
        _ => $"data in which one {Level} contributes nothing",
    };

    /// <summary>Against whom, in words.</summary>
    public string AgainstText => Observer == Observer.Public
        ? "whoever sees the models, sites and the public; not whoever runs the coordinator"
        : "whoever runs the coordinator, and everybody who sees the models";

    /// <summary>What should make whoever runs this job think again; none where all is well.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Epsilon(Rounds) > Weak)
                yield return $"EPSILON ABOVE {Weak} PROMISES NEXT TO NOTHING. ADD NOISE, TAKE FEWER ROUNDS, OR DO NOT CALL THIS PRIVATE.";
            if (Release.Observer == Observer.Server && Observer == Observer.Public)
                yield return "The coordinator can read every update alone, with no more than its share of the noise. Use 'secagg'.";
            if (Drowning is > 1 and var times)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"The noise drowns the signal: over all rounds it moves the model {times:0.#} times as far as clipped updates can. " +
                    $"Use more clients a round, a smaller model, or less noise.");
        }
    }

    /// <summary>How far noise moves the model over all rounds, over how far updates can that all point the same way.</summary>
    internal double Drowning => Release.Deviation * Math.Sqrt(Release.Values) / (Release.NormBound * Cohort * Math.Sqrt(Rounds));

    /// <summary>The expected number of clients a round.</summary>
    internal double Cohort { get; init; } = 1;

    /// <summary>Who can count an event, the closest first.</summary>
    internal static IAccountant AccountantOf(DpEvent dpEvent) =>
        new PldAccountant() is var pld && pld.Supports(dpEvent) ? pld : new RdpAccountant();
}
