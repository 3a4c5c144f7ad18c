using Tributary.Core;
using Tributary.Training;

namespace Tributary.Agent.Tests;

public sealed class SiteConfigurationTests
{
    private static (SiteConfiguration? Site, IReadOnlyList<Problem> Problems) Read(string json)
    {
        var problems = new List<Problem>();
        return (new SiteConfigurationReader(new TrainingCatalog()).Read(json, problems), problems);
    }

    [Fact]
    public void Everything_that_a_site_can_say_is_read()
    {
        (SiteConfiguration? site, IReadOnlyList<Problem> problems) = Read("""
            {
              "data": {
                "heart": { "use": "csv", "path": "patients.csv", "columns": { "age": { "from": "Alter", "factor": 1 } } },
                "fashion-mnist": { "use": "idx", "images": "images.gz", "labels": "labels.gz" }, // the site's own
                "csv": { "use": "csv", "path": "other.csv", "label": "kind" },
              },
              "adapterRank": 4,
              "policy": {
                "approve": "policy", "jobs": ["heart*"], "models": ["logistic", "mlp"], "columns": ["age", "chol"],
                "questions": ["train"], "maximumRounds": 100, "require": ["clip", "quantize"], "minimumCohort": 3, "minimumExamples": 20
              }
            }
            """);
        Assert.Empty(problems);
        Assert.Equal(["csv", "fashion-mnist", "heart"], site!.Data.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(4, site.AdapterRank);
        Assert.Equal(Approval.Policy, site.Policy.Approve);
        Assert.Equal(["clip", "quantize"], site.Policy.Require);
        Assert.Equal((100, 3, 20), (site.Policy.MaximumRounds, site.Policy.MinimumCohort, site.Policy.MinimumExamples));
    }

    [Fact]
    public void What_is_left_out_does_not_limit_and_asks_a_person()
    {
        (SiteConfiguration? site, IReadOnlyList<Problem> problems) = Read("{}");
        Assert.Empty(problems);
        Assert.Empty(site!.Data);
        Assert.Null(site.AdapterRank);
        Assert.Equal(Approval.Ask, site.Policy.Approve);
        Assert.Equal((1, 1), (site.Policy.MinimumCohort, site.Policy.MinimumExamples));
        Assert.Empty(site.Policy.Require);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        (SiteConfiguration? site, IReadOnlyList<Problem> problems) = Read("""
            {
              "data": {
                "heart": { "use": "csv", "path": "patients.csv", "delimeter": ";" },
                "images": { "use": "idxx", "images": "images.gz" }
              },
              "policy": { "approve": "always", "maximumRounds": 0, "jobs": [], "requires": ["clip"] }
            }
            """);
        Assert.Null(site);
        Assert.All(problems, problem => Assert.Equal(ProblemCodes.SiteConfiguration, problem.Code));
        Assert.Equal(
            ["$.policy.approve", "$.policy.jobs", "$.policy.maximumRounds", "$.policy.requires"],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));

        (site, problems) = Read("""
            {
              "data": {
                "heart": { "use": "csv", "path": "patients.csv", "delimeter": ";" },
                "images": { "use": "idxx", "images": "images.gz" }
              },
              "policy": { "require": ["clip", "klip"], "models": ["logistics"] }
            }
            """);
        Assert.Null(site);
        Assert.Equal(
            ["$.data.heart.delimeter", "$.data.images.use", "$.policy.models[0]", "$.policy.require[1]"],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_site_that_could_train_no_rank_of_an_adapter_is_wrong() =>
        Assert.Equal("$.adapterRank", Assert.Single(Read("""{ "adapterRank": 0 }""").Problems).Path);

    [Fact]
    public void Text_that_is_not_json_is_told_with_its_line()
    {
        (_, IReadOnlyList<Problem> problems) = Read("{\n  \"data\": {\n");
        Problem problem = Assert.Single(problems);
        Assert.Equal(ProblemCodes.SiteConfiguration, problem.Code);
        Assert.StartsWith("The site's configuration is not JSON: line 3", problem.Message);
        Assert.Contains("curly braces", Assert.Single(Read("[]").Problems).Message);
    }
}
