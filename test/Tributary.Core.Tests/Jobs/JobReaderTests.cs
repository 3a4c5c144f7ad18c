using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Core.Tests;

public sealed class JobReaderTests
{
    private const string Least = """{ "name": "n", "data": { "use": "a" }, "partition": { "use": "b" }, "model": { "use": "c" }, "rounds": 3 }""";

    private static readonly JsonObject _schema = JobSchema.Of(new Catalog());

    /// <summary>The least job with some members added or replaced.</summary>
    private static string With(string members)
    {
        JsonObject job = JsonNode.Parse(Least)!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse(members)!.AsObject()) job[name] = value?.DeepClone();
        return job.ToJsonString();
    }

    private static (JobSpec? Job, Composition? Parts, List<Problem> Problems) Read(string json)
    {
        var problems = new List<Problem>();
        var catalog = new Catalog();
        JobSpec? job = JobReader.Read(json, catalog, problems);
        return (job, job is null ? null : catalog.Compose(job, problems), problems);
    }

    [Fact]
    public void Leaves_defaults_where_a_job_says_nothing()
    {
        (JobSpec? job, Composition? parts, List<Problem> problems) = Read(Least);
        Assert.Empty(problems);
        Assert.Equal(1ul, job!.Seed);
        Assert.Equal(32, job.Local.BatchSize);
        Assert.Equal(1, job.Evaluate.Every);
        Assert.Equal(Weighting.Examples, job.Weighting);
        Assert.Equal("fed-avg", parts!.Strategy.Name);
        Assert.Equal((1, null), (parts.Local.Epochs, parts.Local.Steps));
        Assert.Equal(0.1, parts.Local.Optimizer.LearningRate);
    }

    [Fact]
    public void A_comment_or_a_trailing_comma_within_a_part_takes_nothing_away()
    {
        var problems = new List<Problem>();
        JobSpec job = JobReader.Read(
            """
            { "name": "job", "data": { "use": "digits", /* ships inside */ }, "partition": { "use": "iid" }, "model": { "use": "mlp" },
              "stages": [{ "use": "clip", // the bound
                           "norm": 3, }, { "use": "zip" }], "rounds": 1 }
            """, new Catalog(), problems)!;
        Assert.Empty(problems);
        Assert.Equal([Part.Of("clip", [new("norm", 3)]), Part.Of("zip")], job.Stages);
        Assert.Equal(3, Assert.IsType<Clip>(new Catalog().Stages.Resolve(job.Stages[0], "$.stages[0]", problems)).Norm);
    }

    [Fact]
    public void Reads_comments_trailing_commas_and_every_option()
    {
        (JobSpec? job, Composition? parts, List<Problem> problems) = Read("""
            {
              // what people call it
              "name": "everything", "description": "all options", "seed": 18446744073709551615,
              "data": { "use": "a", "x": [1, { "y": null }] }, "partition": { "use": "b" }, "model": { "use": "c" },
              "strategy": { "use": "fed-adam", "learningRate": 0.05 },
              "aggregator": { "use": "trimmed-mean", "fraction": 0.1 },
              "weighting": "examples", "largestWeight": 600,
              "selector": { "use": "uniform", "fraction": 0.1 },
              "pacing": { "use": "count", "count": 8, "overSelection": 1.3, "deadlineSeconds": 60 },
              "stages": [ { "use": "clip", "norm": 2 }, { "use": "quantize", "bits": 4, "rounding": "nearest", "scale": "block" }, ],
              "local": {
                "steps": 7, "batchSize": 0, "optimizer": { "use": "adamw", "learningRate": 0.001 },
                "schedule": { "use": "warm-up", "steps": 3, "decay": 10 }, "proximalMu": 0.1, "clipGradient": 5,
              },
              "rounds": 9, "normalize": true,
              "evaluate": { "every": 2, "target": { "metric": "accuracy", "value": 0.9, } },
              "compare": ["local", "pooled"],
              "simulation": { "dropout": 0.2, "speed": { "use": "log-normal", "sigma": 1 } },
            }
            """);
        Assert.Empty(problems);
        Assert.Equal(ulong.MaxValue, job!.Seed);
        Assert.Equal(new EvaluationTarget("accuracy", 0.9, Stop: true), job.Evaluate.Target);
        Assert.Equal([Baseline.Local, Baseline.Pooled], job.Compare);
        Assert.Equal(0.2, job.Simulation.Dropout);
        Assert.Equal((null, 7), (parts!.Local.Epochs, parts.Local.Steps));
        Assert.Equal(5, parts.Local.ClipGradient);
        Assert.Equal(0.5, parts.Local.Schedule.Factor(1));
        Assert.Equal(new TrimmedMean { Fraction = 0.1 }, parts.Strategy.Aggregator);
        Assert.Equal([new Clip { Norm = 2 }, new Quantize { Bits = 4, Rounding = Rounding.Nearest, Scale = QuantizationScale.Block }], parts.Pipeline.Stages);
        Assert.Equal(new CountPacing { Count = 8, OverSelection = 1.3, DeadlineSeconds = 60 }, parts.Pacing);
        Assert.Equal(new UniformSelector { Fraction = 0.1 }, parts.Selector);
    }

    [Fact]
    public void A_job_that_is_written_and_read_again_is_the_same()
    {
        JobSpec job = Read(With("""{ "evaluate": { "target": { "metric": "m", "value": 1 } }, "stages": [ { "use": "zip" } ], "seed": 5 }""")).Job!;
        string json = JsonSerializer.Serialize(job, CoreJson.Default.JobSpec);
        Assert.Equivalent(job, Read(json).Job, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(Read(json).Job!, CoreJson.Default.JobSpec));
    }

    [Fact]
    public void One_full_batch_step_is_what_fed_sgd_means_whatever_else_the_job_says()
    {
        LocalTraining local = Read(With("""{ "strategy": { "use": "fed-sgd" }, "local": { "epochs": 5, "batchSize": 10 } }""")).Parts!.Local;
        Assert.Equal((null, 1, 0), (local.Epochs, local.Steps, local.BatchSize));
    }

    public static TheoryData<string, string, string, string> BadShapes => new()
    {
        { """{ "rouds": 5 }""", ProblemCodes.UnknownOption, "$.rouds", "Did you mean 'rounds'?" },
        { """{ "zzz": 5 }""", ProblemCodes.UnknownOption, "$.zzz", "Known: 'aggregator', 'balance', 'compare'" },
        { """{ "local": { "epoch": 5 } }""", ProblemCodes.UnknownOption, "$.local.epoch", "Did you mean 'epochs'?" },
        { """{ "stages": [ { "use": "zip" }, { "use": "clip", "nrom": 2, "norm": 1 } ] }""", ProblemCodes.UnknownOption, "$.stages[1].nrom", "Did you mean 'norm'?" },
        { """{ "stages": [ { "use": "quantise" } ] }""", ProblemCodes.UnknownPart, "$.stages[0].use", "There is no stage called 'quantise'. Did you mean 'quantize'?" },
        { """{ "strategy": { "use": "fedavg" } }""", ProblemCodes.UnknownPart, "$.strategy.use", "Did you mean 'fed-avg'" },
        { """{ "strategy": { "use": "magic" } }""", ProblemCodes.UnknownPart, "$.strategy.use", "Known: 'diloco', 'fed-adagrad', 'fed-adam'" },
        { """{ "stages": [ { "norm": 1 } ] }""", ProblemCodes.MissingOption, "$.stages[0].use", "does not say what it is" },
        { """{ "stages": [ "clip" ] }""", ProblemCodes.WrongKindOfValue, "$.stages[0]", "got \"clip\"" },
        { """{ "stages": { "use": "clip" } }""", ProblemCodes.WrongKindOfValue, "$.stages", "Expected a list in square brackets, got an object" },
        { """{ "stages": [ { "use": "clip" } ] }""", ProblemCodes.MissingOption, "$.stages[0].norm", "The option 'norm' is missing" },
        { """{ "stages": [ { "use": "clip", "norm": "big" } ] }""", ProblemCodes.WrongKindOfValue, "$.stages[0].norm", "Expected a number, got \"big\"" },
        { """{ "rounds": "ten" }""", ProblemCodes.WrongKindOfValue, "$.rounds", "Expected a whole number, got \"ten\"" },
        { """{ "rounds": 1.5 }""", ProblemCodes.WrongKindOfValue, "$.rounds", "Expected a whole number, got 1.5" },
        { """{ "rounds": null }""", ProblemCodes.WrongKindOfValue, "$.rounds", "got null" },
        { """{ "normalize": 1 }""", ProblemCodes.WrongKindOfValue, "$.normalize", "Expected true or false, got 1" },
        { """{ "weighting": "size" }""", ProblemCodes.WrongKindOfValue, "$.weighting", "Expected one of \"examples\", \"uniform\", got \"size\"" },
        { """{ "compare": ["local", "remote"] }""", ProblemCodes.WrongKindOfValue, "$.compare[1]", "\"pooled\"" },
        { """{ "local": 3 }""", ProblemCodes.WrongKindOfValue, "$.local", "Expected an object in curly braces" },
        { """{ "model": { "use": 3 } }""", ProblemCodes.WrongKindOfValue, "$.model.use", "name of a part in quotes" },
        { """{ "evaluate": { "target": { "metric": "loss" } } }""", ProblemCodes.MissingOption, "$.evaluate.target.value", "Give a number" },
    };

    public static TheoryData<string, string, string, string> BadRanges => new()
    {
        { """{ "rounds": 0 }""", ProblemCodes.OptionOutOfRange, "$.rounds", "at least one" },
        { """{ "name": " " }""", ProblemCodes.OptionOutOfRange, "$.name", "empty" },
        { """{ "largestWeight": 0 }""", ProblemCodes.OptionOutOfRange, "$.largestWeight", "above zero" },
        { """{ "largestWeight": 3, "weighting": "uniform" }""", ProblemCodes.OptionOutOfRange, "$.largestWeight", "Remove it" },
        { """{ "compare": ["local", "local"] }""", ProblemCodes.OptionOutOfRange, "$.compare", "twice" },
        { """{ "local": { "epochs": 0 } }""", ProblemCodes.OptionOutOfRange, "$.local.epochs", "at least one" },
        { """{ "local": { "steps": 0 } }""", ProblemCodes.OptionOutOfRange, "$.local.steps", "at least one" },
        { """{ "local": { "epochs": 1, "steps": 1 } }""", ProblemCodes.OptionOutOfRange, "$.local.steps", "only one can" },
        { """{ "local": { "batchSize": -1 } }""", ProblemCodes.OptionOutOfRange, "$.local.batchSize", "0 for all" },
        { """{ "local": { "proximalMu": -0.1 } }""", ProblemCodes.OptionOutOfRange, "$.local.proximalMu", "zero or above" },
        { """{ "local": { "clipGradient": 0 } }""", ProblemCodes.OptionOutOfRange, "$.local.clipGradient", "above zero" },
        { """{ "local": { "privacy": { "clip": 1, "lot": 8, "delta": 1e-5 } } }""", ProblemCodes.ExampleNoiseUnclear, "$.local.privacy", "no noise" },
        { """{ "local": { "privacy": { "clip": 1, "lot": 8, "delta": 1e-5, "epsilon": 2, "noiseMultiplier": 1 } } }""", ProblemCodes.ExampleNoiseUnclear, "$.local.privacy", "only one can" },
        { """{ "local": { "privacy": { "clip": 1, "lot": 8, "delta": 1e-5, "noiseMultiplier": 0.001 } } }""", ProblemCodes.OptionOutOfRange, "$.local.privacy.noiseMultiplier", "0.01 or above" },
        { """{ "local": { "privacy": { "clip": 0, "lot": 8, "delta": 1e-5, "epsilon": 2 } } }""", ProblemCodes.OptionOutOfRange, "$.local.privacy.clip", "above 0" },
        { """{ "local": { "privacy": { "clip": 1, "lot": -1, "delta": 1e-5, "epsilon": 2 } } }""", ProblemCodes.OptionOutOfRange, "$.local.privacy.lot", "0 for all" },
        { """{ "local": { "privacy": { "clip": 1, "lot": 8, "delta": 1, "epsilon": 2 } } }""", ProblemCodes.OptionOutOfRange, "$.local.privacy.delta", "1e-5" },
        { """{ "local": { "privacy": { "clip": 1, "lot": 8, "delta": 1e-5, "epsilon": 0 } } }""", ProblemCodes.OptionOutOfRange, "$.local.privacy.epsilon", "above 0" },
        { """{ "local": { "privacy": { "clip": 1, "lot": 8, "delta": 1e-5, "epsilon": 2 }, "clipGradient": 1 } }""", ProblemCodes.OptionOutOfRange, "$.local.clipGradient", "each example" },
        { """{ "normalize": true, "local": { "privacy": { "clip": 1, "lot": 8, "delta": 1e-5, "epsilon": 2 } } }""", ProblemCodes.ExampleStatisticsUncovered, "$.normalize", "publicStatistics" },
        { """{ "local": { "optimizer": { "use": "sgd", "learningRate": -1 } } }""", ProblemCodes.OptionOutOfRange, "$.local.optimizer.learningRate", "above zero" },
        { """{ "local": { "schedule": { "use": "cosine", "steps": 0 } } }""", ProblemCodes.OptionOutOfRange, "$.local.schedule.steps", "at least 1" },
        { """{ "local": { "schedule": { "use": "warm-up", "steps": 0 } } }""", ProblemCodes.OptionOutOfRange, "$.local.schedule.steps", "at least 1" },
        { """{ "evaluate": { "every": 0 } }""", ProblemCodes.OptionOutOfRange, "$.evaluate.every", "one or more" },
        { """{ "simulation": { "dropout": 1 } }""", ProblemCodes.OptionOutOfRange, "$.simulation.dropout", "from 0 to below 1" },
        { """{ "selector": { "use": "uniform", "count": 0 } }""", ProblemCodes.OptionOutOfRange, "$.selector.count", "0 clients" },
        { """{ "selector": { "use": "uniform" } }""", ProblemCodes.OptionOutOfRange, "$.selector", "either 'count' or 'fraction'" },
        { """{ "selector": { "use": "poisson", "probability": 1.5 } }""", ProblemCodes.OptionOutOfRange, "$.selector.probability", "up to 1" },
        { """{ "strategy": { "use": "fed-adam", "learningRate": 0 } }""", ProblemCodes.OptionOutOfRange, "$.strategy.learningRate", "above 0" },
        { """{ "stages": [ { "use": "quantize", "bits": 99 } ] }""", ProblemCodes.OptionOutOfRange, "$.stages[0].bits", "2 to 16" },
        { """{ "stages": [ { "use": "clip", "norm": 1e999 } ] }""", ProblemCodes.WrongKindOfValue, "$.stages[0].norm", "Expected a number" },
        { """{ "rounds": 99999999999 }""", ProblemCodes.WrongKindOfValue, "$.rounds", "got 99999999999" },
        { """{ "seed": -1 }""", ProblemCodes.WrongKindOfValue, "$.seed", "not negative" },
    };

    [Theory]
    [MemberData(nameof(BadShapes))]
    [MemberData(nameof(BadRanges))]
    public void Says_what_is_wrong_where_and_what_to_do(string members, string code, string path, string words)
    {
        Problem problem = Assert.Single(Read(With(members)).Problems);
        Assert.Equal((code, path), (problem.Code, problem.Path));
        Assert.Contains(words, problem.Message);
        Assert.DoesNotContain("Tributary.", problem.Message);
        Assert.DoesNotContain("System.", problem.Message);
    }

    [Theory]
    [MemberData(nameof(BadShapes))]
    public void The_schema_refuses_what_the_reader_refuses(string members, string code, string path, string words)
    {
        Assert.False(SchemaValidator.Accepts(_schema, JsonNode.Parse(With(members))), $"{code} {path} {words}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "aggregator": null, "local": { "schedule": null, "epochs": null } }""")]
    [InlineData("""{ "stages": [ { "use": "share", "tensors": ["a"] }, { "use": "top-k", "fraction": 0.1 }, { "use": "zip", "level": 9 } ] }""")]
    [InlineData("""{ "selector": { "use": "fixed", "clients": ["x"] }, "pacing": { "use": "fraction", "fraction": 0.5 }, "normalize": true }""")]
    [InlineData("""{ "evaluate": { "every": 5, "target": { "metric": "accuracy", "value": 0.9, "stop": false } }, "compare": ["pooled"] }""")]
    [InlineData("""{ "local": { "optimizer": { "use": "yogi", "learningRate": 0.5 }, "schedule": { "use": "step", "every": 3, "rate": 0.5 } } }""")]
    [InlineData("""{ "weighting": "uniform", "simulation": { "dropout": 0.5 }, "seed": 0 }""")]
    public void The_schema_accepts_what_the_reader_accepts(string members)
    {
        Assert.Empty(Read(With(members)).Problems);
        Assert.True(SchemaValidator.Accepts(_schema, JsonNode.Parse(With(members))));
    }

    [Fact]
    public void A_problem_that_follows_from_another_is_not_told() =>
        Assert.Equal("$.selector.count", Assert.Single(Read(With("""{ "selector": { "use": "uniform", "count": "many" } }""")).Problems).Path);

    [Fact]
    public void Tells_all_problems_at_once()
    {
        List<Problem> problems = Read("""
            {
              "nmae": "x", "data": { "use": "a" }, "model": "mlp", "rounds": 0, "seed": "one",
              "stages": [ { "use": "clip", "norm": -1 }, { "use": "zap" }, { "use": "quantize", "bits": 1, "range": -2 } ],
              "local": { "batchSize": "all", "epochs": 0, "optimizer": { "use": "sgd", "learningRate": 0, "momentum": 2, "nestrov": true } },
            }
            """).Problems;
        Assert.Equal(
            [
                "$.local.batchSize", "$.local.epochs", "$.local.optimizer.learningRate", "$.local.optimizer.momentum", "$.local.optimizer.nestrov",
                "$.model", "$.name", "$.nmae", "$.partition", "$.rounds", "$.seed", "$.stages[0].norm", "$.stages[1].use", "$.stages[2].bits", "$.stages[2].range",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_option_that_is_given_twice_is_refused()
    {
        Problem problem = Assert.Single(Read(Least.Replace("\"rounds\": 3", "\"rounds\": 3, \"rounds\": 4")).Problems);
        Assert.Equal((ProblemCodes.RepeatedOption, "$.rounds"), (problem.Code, problem.Path));
    }

    [Theory]
    [InlineData("{\n  \"name\": \"n\"\n  \"rounds\": 1\n}", "line 3, column 3,", "'\"rounds\": 1'")]
    [InlineData("{ \"näme\": }", "line 1, column 11,", "'}'")]
    [InlineData("", "line 1, column 1,", "the end of the line")]
    [InlineData("{ \"name\": \"n\"", "line 1, column 14,", "the end of the line")]
    public void Malformed_json_is_shown_by_line_and_column(string json, string where, string near)
    {
        Problem problem = Assert.Single(Read(json).Problems);
        Assert.Equal((ProblemCodes.JobIsNotJson, "$"), (problem.Code, problem.Path));
        Assert.Contains(where, problem.Message);
        Assert.Contains(near, problem.Message);
    }

    [Theory]
    [InlineData("[]", "a list")]
    [InlineData("3", "3")]
    public void A_job_that_is_not_an_object_is_refused(string json, string got) =>
        Assert.Contains($"got {got}", Assert.Single(Read(json).Problems).Message);

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_too()
    {
        var problems = new List<Problem>();
        Assert.Null(JobReader.ReadFile("no-such-job.json", new Catalog(), problems));
        Problem problem = Assert.Single(problems);
        Assert.Equal(ProblemCodes.JobCannotBeRead, problem.Code);
        Assert.Contains("'no-such-job.json' is not there", problem.Message);
    }

    [Theory]
    [InlineData("""{ "stages": [ { "use": "zip" }, { "use": "quantize", "range": 1 }, { "use": "plain-sum" } ] }""", "$.stages")]
    [InlineData("""{ "stages": [ { "use": "share", "tensors": ["head.*"] } ] }""", "$.stages")]
    [InlineData("""{ "aggregator": { "use": "median" }, "selector": { "use": "uniform", "count": 2 } }""", "$.stages")]
    public void Parts_that_do_not_fit_together_are_found_before_anything_runs(string members, string path)
    {
        (JobSpec? job, Composition? parts, List<Problem> problems) = Read(With(members));
        Assert.Empty(problems);
        Assert.Null(new TrainPhase(parts!, LeastSquares.Layout, job!.Rounds).Plan(clients: 10, problems));
        Assert.Equal(path, Assert.Single(problems).Path);
        Assert.StartsWith("TRB01", problems[0].Code);
    }

    [Fact]
    public void A_plan_is_made_for_the_cohort_that_will_be_invited()
    {
        Composition parts = Read(With("""{ "selector": { "use": "uniform", "fraction": 0.1 }, "pacing": { "use": "all", "overSelection": 1.5 } }""")).Parts!;
        var problems = new List<Problem>();
        Assert.Equal(15, new TrainPhase(parts, LeastSquares.Layout, 1).Plan(100, problems)!.Model.Cohort);
        Assert.Equal(1, new TrainPhase(parts, LeastSquares.Layout, 1).Plan(1, problems)!.Model.Cohort);
    }
}
