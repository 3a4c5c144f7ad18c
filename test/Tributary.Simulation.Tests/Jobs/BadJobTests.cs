using System.IO.Compression;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Simulation.Tests;

/// <summary>Whatever is wrong with a job or its data becomes a problem with a code and a place; nothing is thrown.</summary>
public sealed class BadJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string name, string content) => _folder.Write(name, content).Replace('\\', '/');

    private string File(string name, byte[] content) => _folder.Write(name, content).Replace('\\', '/');

    private static Problem Single(string json, string code, string path)
    {
        Problem problem = Assert.Single(Jobs.Problems(json));
        Assert.Equal((code, path), (problem.Code, problem.Path));
        Assert.InRange(problem.Message.Length, 30, 1000);
        return problem;
    }

    [Theory]
    [InlineData("""{ "data": { "use": "idx", "images": "/nowhere/images", "labels": "/nowhere/labels" } }""", "/nowhere/images")]
    [InlineData("""{ "data": { "use": "csv", "path": "/nowhere/table.csv", "label": "y" } }""", "/nowhere/table.csv")]
    [InlineData("""{ "data": { "use": "text", "path": "/nowhere/text.txt" } }""", "/nowhere/text.txt")]
    [InlineData("""{ "data": { "use": "csv", "path": "", "label": "y" } }""", "''")]
    [InlineData("""{ "data": { "use": "mnist" } }""", "'mnist'")]
    public void A_missing_data_file_is_named(string changes, string named) =>
        Assert.Contains(named, Single(Jobs.Digits(changes), ProblemCodes.DataProblem, "$.data").Message, StringComparison.Ordinal);

    [Fact]
    public void Truncated_images_are_found_out()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress))
            zip.Write([0, 0, 8, 3, 0, 0, 0, 200, 0, 0, 0, 9, 0, 0, 0, 9, .. new byte[200 * 81]]);
        string images = File("images.gz", packed.ToArray()[..^12]), labels = File("labels", [0, 0, 8, 1, 0, 0, 0, 200, .. new byte[200]]);
        string json = Jobs.Digits($$"""{ "data": { "use": "idx", "images": "{{images}}", "labels": "{{labels}}" } }""");
        Problem problem = Single(json, ProblemCodes.DataProblem, "$.data");
        Assert.Contains("images.gz", problem.Message, StringComparison.Ordinal);
    }

    private const string Table = "age,sex,sick\n30,f,0\n40,m,1\n50,f,1\n60,m,0\n35,f,0\n45,m,1\n55,f,1\n65,m,0\n30,m,0\n40,f,1\n";

    private string Csv(string content, string more = "\"label\": \"sick\"", string partition = """{ "use": "iid", "clients": 2 }""") =>
        Jobs.Digits($$"""{ "data": { "use": "csv", "path": "{{File("t.csv", content)}}", {{more}} }, "partition": {{partition}} }""");

    [Fact]
    public void A_good_table_is_planned() => Assert.Empty(Jobs.Problems(Csv(Table)));

    [Fact]
    public void A_wrong_label_column_is_answered_with_those_there_are()
    {
        Problem problem = Single(Csv(Table, "\"label\": \"ill\""), ProblemCodes.DataProblem, "$.data");
        Assert.Contains("'ill'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("sick", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_is_not_a_number_is_found_by_its_line()
    {
        string json = Csv(Table.Replace("40,m", "NaN,m", StringComparison.Ordinal));
        Assert.Contains("line 3", Single(json, ProblemCodes.DataProblem, "$.data").Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_table_with_a_single_class_trains_no_classifier() =>
        Single(Csv("age,sick\n1,0\n2,0\n3,0\n4,0\n5,0\n6,0\n7,0\n8,0\n9,0\n10,0\n"), ProblemCodes.DataProblem, "$.data");

    [Fact]
    public void An_empty_table_teaches_nothing()
    {
        Single(Csv(""), ProblemCodes.DataProblem, "$.data");
        Single(Csv("age,sex,sick\n"), ProblemCodes.DataProblem, "$.data");
    }

    [Theory]
    [InlineData("""{ "use": "iid", "clients": 0 }""", "0")]
    [InlineData("""{ "use": "iid", "clients": -3 }""", "-3")]
    [InlineData("""{ "use": "iid", "clients": 5000 }""", "5000")]
    [InlineData("""{ "use": "shards", "clients": 1000, "shardsPerClient": 2 }""", "2000")]
    [InlineData("""{ "use": "shards", "clients": 4, "shardsPerClient": 0 }""", "0")]
    [InlineData("""{ "use": "shards", "clients": -2, "shardsPerClient": -2 }""", "-2")]
    [InlineData("""{ "use": "sizes", "weights": [1, 1e-9] }""", "rounds to none")] // a site without an example
    [InlineData("""{ "use": "sizes", "weights": [] }""", "0")]
    [InlineData("""{ "use": "sizes", "weights": [1, -1] }""", "-1")]
    [InlineData("""{ "use": "dirichlet", "clients": 5, "alpha": 0 }""", "0")]
    [InlineData("""{ "use": "dirichlet", "clients": 5, "alpha": 0.5, "minimumSize": 900 }""", "900")]
    [InlineData("""{ "use": "dirichlet", "clients": 5, "alpha": 0.5, "minimumSize": 0 }""", "0")]
    [InlineData("""{ "use": "by-column" }""", "key")]
    [InlineData("""{ "use": "iid", "clients": 1797 }""", "cannot hold back")]
    public void A_division_that_cannot_be_is_explained(string partition, string word)
    {
        string json = Jobs.Digits($$"""{ "partition": {{partition}} }""");
        Assert.Contains(word, Single(json, ProblemCodes.DataProblem, "$.partition").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{ "name": "n", }}""")]
    [InlineData("""{ 'name': 'n' }""")]
    public void A_malformed_job_is_one_problem(string json) => Single(json, ProblemCodes.JobIsNotJson, "$");

    [Theory]
    [InlineData("""{ "ruonds": 3 }""", "$.ruonds", "'rounds'")]
    [InlineData("""{ "local": { "epoch": 3 } }""", "$.local.epoch", "'epochs'")]
    [InlineData("""{ "model": { "use": "mlp", "hiden": [3] } }""", "$.model.hiden", "'hidden'")]
    [InlineData("""{ "partition": { "use": "iid", "client": 3 , "clients": 3 } }""", "$.partition.client", "'clients'")]
    [InlineData("""{ "simulation": { "speed": { "use": "log-normal", "sigmar": 1 } } }""", "$.simulation.speed.sigmar", "'sigma'")]
    public void A_misspelt_option_is_answered_with_the_right_one(string changes, string path, string right) =>
        Assert.Contains(right, Single(Jobs.Digits(changes), ProblemCodes.UnknownOption, path).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{ "use": "zip" }, { "use": "quantize", "range": 1 }, { "use": "plain-sum" }]""", ProblemCodes.EachBeforeSum)]
    [InlineData("""[{ "use": "plain-sum" }]""", ProblemCodes.WrongPayloadKind)]
    [InlineData("""[{ "use": "quantize" }]""", ProblemCodes.StageDoesNotFit)]
    [InlineData("""[{ "use": "quantize", "range": 1 }, { "use": "clip", "norm": 1 }]""", ProblemCodes.RawStageTooLate)]
    [InlineData("""[{ "use": "share", "tensors": ["lora.*"] }]""", ProblemCodes.StageDoesNotFit)]
    [InlineData("""[{ "use": "quantize", "range": 1 }, { "use": "plain-sum", "groupSize": 9 }]""", ProblemCodes.StageDoesNotFit)]
    public void Stages_in_an_impossible_order_are_refused(string stages, string code) =>
        Single(Jobs.Digits($$"""{ "stages": {{stages}} }"""), code, "$.stages");

    [Fact]
    public void A_median_of_sums_needs_groups_enough() => Single(Jobs.Digits("""
        { "aggregator": { "use": "median" }, "stages": [{ "use": "quantize", "range": 1 }, { "use": "plain-sum", "groupSize": 3 }] }
        """), ProblemCodes.TooFewContributions, "$.stages");

    [Theory]
    [InlineData("""{ "local": { "optimizer": { "use": "sgd", "learningRate": 0 } } }""", "$.local.optimizer.learningRate")]
    [InlineData("""{ "local": { "optimizer": { "use": "sgd", "learningRate": -1 } } }""", "$.local.optimizer.learningRate")]
    [InlineData("""{ "local": { "optimizer": { "use": "sgd", "learningRate": 0.1, "momentum": 1 } } }""", "$.local.optimizer.momentum")]
    [InlineData("""{ "local": { "batchSize": -1 } }""", "$.local.batchSize")]
    [InlineData("""{ "rounds": 0 }""", "$.rounds")]
    [InlineData("""{ "holdout": 1 }""", "$.holdout")]
    [InlineData("""{ "selector": { "use": "uniform", "fraction": 1.5 } }""", "$.selector.fraction")]
    [InlineData("""{ "simulation": { "dropout": 1 } }""", "$.simulation.dropout")]
    [InlineData("""{ "simulation": { "speed": { "use": "log-normal", "sigma": -1 } } }""", "$.simulation.speed.sigma")]
    [InlineData("""{ "simulation": { "speed": { "use": "slow-share", "share": 2 } } }""", "$.simulation.speed.share")]
    [InlineData("""{ "simulation": { "speed": { "use": "slow-share", "slower": 0 } } }""", "$.simulation.speed.slower")]
    [InlineData("""{ "stages": [{ "use": "clip", "norm": 0 }] }""", "$.stages[0].norm")]
    [InlineData("""{ "stages": [{ "use": "quantize", "bits": 1, "range": 1 }] }""", "$.stages[0].bits")]
    [InlineData("""{ "model": { "use": "mlp", "hidden": [64, 0] } }""", "$.model.hidden")]
    [InlineData("""{ "model": { "use": "gpt", "heads": 0 } }""", "$.model.heads")]
    [InlineData("""{ "model": { "use": "flow", "patch": 0 } }""", "$.model.patch")]
    [InlineData("""{ "model": { "use": "flow", "patch": -2 } }""", "$.model.patch")]
    [InlineData("""{ "data": { "use": "text", "path": "t.txt", "validation": 1 } }""", "$.data.validation")]
    public void A_number_out_of_range_is_found_at_its_place(string changes, string path) =>
        Single(Jobs.Digits(changes), ProblemCodes.OptionOutOfRange, path);

    [Theory]
    [InlineData("perplexity", "'accuracy'")]
    [InlineData("Accuracy", "'accuracy'")]
    public void A_target_that_the_model_is_not_measured_by_is_refused(string metric, string known)
    {
        string json = Jobs.Digits($$"""{ "evaluate": { "target": { "metric": "{{metric}}", "value": 0.9 } } }""");
        Assert.Contains(known, Single(json, ProblemCodes.OptionOutOfRange, "$.evaluate.target.metric").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "normalize": true }""", "columns of a table")]
    [InlineData("""{ "model": { "use": "gpt" } }""", "needs text")]
    [InlineData("""{ "model": { "use": "flow", "heads": 3 } }""", "3")]
    [InlineData("""{ "model": { "use": "flow", "heads": 1, "width": 7 } }""", "even")]
    [InlineData("""{ "model": { "use": "flow", "patch": 3 } }""", "do not tile")]
    [InlineData("""{ "model": { "use": "cnn", "channels": [4, 4, 4, 4] } }""", "leave nothing")]
    [InlineData("""{ "model": { "use": "mlp", "hidden": [40000, 40000, 40000] } }""", "parameters")]
    [InlineData("""{ "model": { "use": "mlp", "hidden": [100000, 100000] } }""", "elements")]
    [InlineData("""{ "data": { "use": "breast-cancer" }, "model": { "use": "cnn" } }""", "images")]
    public void A_model_that_does_not_fit_the_data_is_refused(string changes, string word) =>
        Assert.Contains(word, Single(Jobs.Digits(changes), ProblemCodes.DataProblem, "$.model").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "model": { "use": "gpt", "heads": 3 }, "partition": { "use": "by-file" } }""", "$.model", "3")]
    [InlineData("""{ "model": { "use": "mlp" }, "partition": { "use": "by-file" } }""", "$.model", "labelled")]
    [InlineData("""{ "model": { "use": "gpt" }, "partition": { "use": "shards", "clients": 1 } }""", "$.partition", "labels")]
    [InlineData("""{ "model": { "use": "gpt" }, "partition": { "use": "by-file" }, "holdout": 0.01 }""", "$.partition", "too short")]
    [InlineData("""{ "model": { "use": "gpt" }, "partition": { "use": "by-file" }, "normalize": true }""", "$.model", "columns of a table")]
    public void Text_is_for_language_models_and_keys(string changes, string path, string word)
    {
        string data = $$"""{ "use": "text", "path": "{{File("t.txt", "Some words, and some more.")}}" }""";
        string json = Jobs.Digits($$"""{ "data": {{data}}, {{changes.TrimStart('{', ' ')}}""");
        Assert.Contains(word, Single(json, ProblemCodes.DataProblem, path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "$.data")]
    [InlineData("ab", "$.model")]
    public void A_text_too_short_to_predict_anything_is_refused(string text, string path) => Single(
        Jobs.Digits($$"""
            {
              "data": { "use": "text", "path": "{{File("t.txt", text)}}", "validation": 0.5 },
              "partition": { "use": "by-file" }, "model": { "use": "gpt" }
            }
            """), ProblemCodes.DataProblem, path);

    [Fact]
    public void A_client_that_no_site_is_called_is_refused()
    {
        const string Changes = """
            { "partition": { "use": "iid", "clients": 12 }, "selector": { "use": "fixed", "clients": ["site-01", "site-2"] } }
            """;
        string message = Single(Jobs.Digits(Changes), ProblemCodes.OptionOutOfRange, "$.selector.clients").Message;
        Assert.Contains("'site-2'", message, StringComparison.Ordinal);
        Assert.Contains("'site-02'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        IReadOnlyList<Problem> problems = Jobs.Problems(Jobs.Digits("""
            { "rounds": 0, "local": { "batchSize": -1 }, "model": { "use": "mlpp" }, "stages": [{ "use": "clip" }] }
            """));
        Assert.Equal(
            ["$.local.batchSize", "$.model.use", "$.rounds", "$.stages[0].norm"],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }
}
