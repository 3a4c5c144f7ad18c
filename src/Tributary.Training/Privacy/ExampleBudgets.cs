using System.Collections.Concurrent;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Training;

/// <summary>The budgets of a run's clients, by their number of examples, which counts as known to everyone.</summary>
/// <remarks>May be used by several threads.</remarks>
public sealed class ExampleBudgets
{
    private readonly LocalTraining _local;
    private readonly ExamplePrivacy _privacy;
    private readonly int _rounds;
    private readonly GradientGrid _grid;
    private readonly PldAccountant _accountant = new();
    private readonly ConcurrentDictionary<int, ExampleBudget> _budgets = new();
    private readonly ConcurrentDictionary<(int Examples, int Rounds), double> _spent = new();

    /// <summary>Prepares the budgets of a run.</summary>
    /// <param name="local">What clients do in a round; with privacy.</param>
    /// <param name="rounds">In how many rounds a client may take part, at least 1.</param>
    /// <param name="dimension">How many parameters are trained.</param>
    /// <exception cref="ArgumentException">The training has no privacy.</exception>
    public ExampleBudgets(LocalTraining local, int rounds, int dimension)
    {
        _local = local;
        _privacy = local.Privacy ?? throw new ArgumentException("This training hides nothing, so there is no budget.", nameof(local));
        _rounds = rounds;
        _grid = new GradientGrid(_privacy.Clip, dimension);
    }

    /// <summary>The delta of all promises.</summary>
    public double Delta => _privacy.Delta;

    /// <summary>Who counts what is spent.</summary>
    public string Accountant => _accountant.Name;

    /// <summary>The budget of a client with so many examples; calibrated at the first call where the job gives an epsilon.</summary>
    /// <exception cref="ProblemException">Delta is too large for so few examples, or no noise keeps the epsilon.</exception>
    public ExampleBudget Of(int examples) => _budgets.GetOrAdd(examples, Calibrate);

    /// <summary>What a client with so many examples has spent after so many rounds.</summary>
    public double Spent(int examples, int rounds) => rounds == 0 ? 0
        : _spent.GetOrAdd((examples, rounds), key => _accountant.Epsilon(Of(key.Examples).EventOf(key.Rounds), Delta));

    private ExampleBudget Calibrate(int examples)
    {
        if (_privacy.Delta * examples >= 1)
            throw new ProblemException(ProblemCodes.ExampleDeltaTooLarge, "$.local.privacy.delta",
                $"Delta is {_privacy.Delta}, and a client has {examples} examples: publishing one of them whole would keep that promise. "
                + $"Give a delta well below {1.0 / examples:G1}.");
        double lot = _privacy.Lot == 0 ? examples : Math.Min(_privacy.Lot, examples);
        var budget = new ExampleBudget
        {
            Probability = lot / examples,
            Lot = lot,
            Steps = _local.Steps ?? (_local.Epochs ?? 1L) * (long)Math.Ceiling(examples / lot),
            NoiseMultiplier = 0,
            Release = _grid.Release(1),
        };
        double noise = _privacy.NoiseMultiplier ?? new Calibration(_accountant)
            .Noise(multiplier => With(multiplier).EventOf(_rounds), _privacy.Epsilon!.Value, _privacy.Delta);
        return With(noise);

        ExampleBudget With(double multiplier) => budget with { NoiseMultiplier = multiplier, Release = _grid.Release(multiplier) };
    }
}
