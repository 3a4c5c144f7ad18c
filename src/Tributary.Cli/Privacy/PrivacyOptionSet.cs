using System.CommandLine;
using System.Text.Json;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Cli;

/// <summary>The options that say what happened to the data, added to a command and read from what was typed.</summary>
internal sealed class PrivacyOptionSet
{
    private const string Gaussian = "gaussian", Laplace = "laplace", Discrete = "discrete-gaussian", Skellam = "skellam", Tree = "tree",
        Banded = "banded";

    private const string AddOrRemove = "add-or-remove-one", Replace = "replace-one";

    private readonly Option<string> _mechanism =
        Choice("--mechanism", "What noise is added and how.", Gaussian, Laplace, Discrete, Skellam, Tree, Banded);
    private readonly Option<double?> _noise =
        Number("--noise-multiplier", "Z", "The noise's deviation (Laplace: its scale) over the sensitivity.");
    private readonly Option<double> _probability = Number("--sampling-probability", "Q", "The chance with which one takes part in a step; "
        + "1 is everybody. Claim less only where each draws a coin of its own.", 1.0);
    private readonly Option<long?> _population =
        Whole("--population", "How many people (or records) there are: delta is compared with it.");
    private readonly Option<long?> _sample =
        Whole("--sample", "How many of --population are drawn for a step, a fixed number without putting back.");
    private readonly Option<long> _steps = Whole("--steps", "How many steps there are; of a tree: of each tree.", 1);
    private readonly Option<long> _trees = Whole("--trees", "tree: how many trees one takes part in.", 1);
    private readonly Option<long> _bands = Whole("--bands", "banded: how many bands the matrix has.", 1);
    private readonly Option<double> _sensitivity =
        Number("--sensitivity", "S", "discrete-gaussian, skellam: the L2 sensitivity in grid steps.", 1.0);
    private readonly Option<double?> _l1 =
        Number("--l1-sensitivity", "S", "skellam: the L1 sensitivity in grid steps; else the L2 one times "
        + "the root of the dimension.");
    private readonly Option<long> _dimension = Whole("--dimension", "discrete-gaussian, skellam: how many coordinates.", 1);
    private readonly Option<string> _neighbours =
        Choice("--neighbours", "What is compared under Poisson sampling of Gaussian noise.", AddOrRemove, Replace);

    private readonly Option<string> _level =
        Choice("--level", "Whose data was bounded: all of a client's, or one record.", "client", "record");
    private readonly Option<string?> _file = new("--event")
    {
        Description = "A JSON file with the event, instead of the options above.",
        HelpName = "FILE",
    };

    private readonly Option<string> _accountant =
        Choice("--accountant", "Who counts; the best is pld, and rdp where pld knows nothing.", "best", "pld", "rdp", "zcdp");

    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>What to add to the command.</summary>
    public IReadOnlyList<Option> All =>
    [
        _mechanism, _noise, _probability, _steps, _population, _sample, _trees, _bands, _sensitivity, _l1, _dimension, _neighbours, _level,
        _file, _accountant, _json,
    ];

    /// <summary>The noise multiplier, if one was typed.</summary>
    public double? Noise(ParseResult parsed) => parsed.GetValue(_noise);

    /// <summary>Whether the event is in a file.</summary>
    public bool HasFile(ParseResult parsed) => parsed.GetValue(_file) is not null;

    /// <summary>Whether steps are alike, so that there may be more or fewer.</summary>
    public bool CanCountSteps(ParseResult parsed) => parsed.GetValue(_mechanism) is not (Tree or Banded);

    /// <summary>Everything that happened.</summary>
    public DpEvent Event(ParseResult parsed)
    {
        if (parsed.GetValue(_file) is { } path) return Read(path);
        return Event(parsed, Noise(parsed) ?? throw new ProblemException(ProblemCodes.WrongCommandLine, "--noise-multiplier",
            "There is no noise multiplier. Without noise nothing is private. Give one, or ask 'privacy calibrate' for one."));
    }

    /// <summary>Everything that happened, with this noise.</summary>
    public DpEvent Event(ParseResult parsed, double noise) => parsed.GetValue(_mechanism) switch
    {
        Tree => new TreeEvent(noise, parsed.GetValue(_steps), parsed.GetValue(_trees)),
        Banded => new BandedMatrixEvent(noise, parsed.GetValue(_probability), parsed.GetValue(_steps), parsed.GetValue(_bands)),
        _ => Step(parsed, noise).Times(parsed.GetValue(_steps)),
    };

    /// <summary>What happens in one step, with this noise.</summary>
    public DpEvent Step(ParseResult parsed, double noise)
    {
        double sensitivity = parsed.GetValue(_sensitivity), deviation = noise * sensitivity, probability = parsed.GetValue(_probability);
        int dimension = (int)Math.Clamp(parsed.GetValue(_dimension), 0, int.MaxValue);
        DpEvent mechanism = parsed.GetValue(_mechanism) switch
        {
            Laplace => new LaplaceEvent(noise),
            Discrete => new DiscreteGaussianEvent(deviation, sensitivity, dimension),
            Skellam => new SkellamEvent(
                deviation * deviation, sensitivity, parsed.GetValue(_l1) ?? sensitivity * Math.Sqrt(Math.Max(1, dimension)), dimension),
            _ => new GaussianEvent(noise),
        };
        if (parsed.GetValue(_sample) is { } sample)
        {
            long population = parsed.GetValue(_population) ?? throw new ProblemException(ProblemCodes.WrongCommandLine, "--sample",
                "A sample of fixed size is drawn from a population whose size is not given. Give --population.");
            return new FixedSizeSampledEvent(population, sample, mechanism);
        }
        Neighbours neighbours = parsed.GetValue(_neighbours) == Replace ? Neighbours.ReplaceOne : Neighbours.AddOrRemoveOne;
        return probability == 1 && neighbours == Neighbours.AddOrRemoveOne
            ? mechanism : new PoissonSampledEvent(probability, mechanism, neighbours);
    }

    /// <summary>Who counts.</summary>
    public IAccountant Accountant(ParseResult parsed, DpEvent dpEvent) => parsed.GetValue(_accountant) switch
    {
        "rdp" => new RdpAccountant(),
        "zcdp" => new ZcdpAccountant(),
        "pld" => new PldAccountant(),
        _ => new PldAccountant() is var pld && pld.Supports(dpEvent) ? pld : new RdpAccountant(),
    };

    /// <summary>What to print about an answer.</summary>
    public PrivacyReport Report(ParseResult parsed, DpEvent dpEvent, IAccountant accountant) => new()
    {
        Event = dpEvent,
        Accountant = accountant,
        Level = parsed.GetValue(_level)!,
        Population = parsed.GetValue(_population),
        Json = parsed.GetValue(_json),
    };

    private static DpEvent Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), CoreJson.Default.DpEvent)
                ?? throw new JsonException("There is no event.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ProblemException(ProblemCodes.PrivacyEventInvalid, path,
                $"This is no event: {e.Message} What is not read cannot be accounted for. See the kinds of events in docs/privacy.md.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(ProblemCodes.WrongCommandLine, "--event", $"{e.Message} Check the path.");
        }
    }

    private static Option<string> Choice(string name, string meaning, params string[] values)
    {
        var option = new Option<string>(name)
        {
            Description = $"{meaning} One of {string.Join(", ", values)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => values[0],
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !values.Contains(result.Tokens[0].Value))
                result.AddError($"{name} is one of {string.Join(", ", values)}.");
        });
        return option;
    }

    private static Option<double?> Number(string name, string help, string meaning) => new(name) { Description = meaning, HelpName = help };

    private static Option<double> Number(string name, string help, string meaning, double otherwise) =>
        new(name) { Description = meaning, HelpName = help, DefaultValueFactory = _ => otherwise };

    private static Option<long?> Whole(string name, string meaning) => new(name) { Description = meaning, HelpName = "N" };

    private static Option<long> Whole(string name, string meaning, long otherwise) =>
        new(name) { Description = meaning, HelpName = "N", DefaultValueFactory = _ => otherwise };
}
