using Tributary.Models;

namespace Tributary.Simulation.Tests;

/// <summary>What each site keeps of its own is measured on its own test part.</summary>
public sealed class PersonalPartTests
{
    private const string ShareA = "{ \"use\": \"share\", \"tensors\": [\"*.lora_A\"] }";

    private static string Job(AdapterFederation federation, string stages) =>
        federation.Job("fed-avg", "", stages, rounds: 4).Replace("\"partition\":", "\"holdout\": 0.2, \"partition\":", StringComparison.Ordinal);

    [Fact]
    public async Task A_part_of_its_own_is_measured_at_every_site_beside_the_model_of_all()
    {
        using var federation = new AdapterFederation();
        RunReport report = (await Jobs.RunAsync(Job(federation, ShareA))).Report;
        Assert.All(report.Sites, site =>
        {
            Assert.InRange(site.TestExamples, 1, 1000);
            Assert.InRange(site.Personal!["loss"], 0, site.Federated!["loss"] - 0.01); // nobody has sent a B, so that all have the untrained network
        });
        double examples = report.Sites.Sum(site => site.TestExamples);
        Assert.Equal(
            report.Sites.Sum(site => site.Personal!["loss"] * site.TestExamples / examples),
            report.Comparison.Single(row => row.Label == ComparisonRow.Personal).OwnTestMetrics!["loss"], 1e-12);
        Assert.Contains("With its own part", ReportPage.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_is_shared_there_is_nothing_of_the_kind()
    {
        using var federation = new AdapterFederation();
        RunReport report = (await Jobs.RunAsync(Job(federation, ""))).Report;
        Assert.All(report.Sites, site => Assert.Null(site.Personal));
        Assert.DoesNotContain(report.Comparison, row => row.Label == ComparisonRow.Personal);
    }

    [Fact]
    public void A_site_keeps_the_end_of_its_own_text_to_measure_with()
    {
        using var federation = new AdapterFederation();
        Federation whole = Jobs.Plan(federation.Job("fed-avg")).Federation, held = Jobs.Plan(Job(federation, "")).Federation;
        foreach ((Site all, Site site) in whole.Sites.Zip(held.Sites))
        {
            int[] parts = [.. ((TextData)site.Train).Tokens, .. ((TextData)site.Test!).Tokens];
            Assert.Equal(((TextData)all.Train).Tokens.ToArray(), parts);
        }
        Assert.Equal(held.Sites.Sum(site => ((TextData)site.Train).TokenCount), ((TextData)held.Pooled).TokenCount);
    }

    [Fact]
    public void Canaries_are_in_one_clients_training_and_in_no_test()
    {
        using var federation = new AdapterFederation();
        string mixed = federation.Job("fed-avg").Replace(
            "\"rounds\":", "\"simulation\": { \"canaries\": { \"times\": 2, \"count\": 3, \"length\": 4, \"client\": 2 } }, \"rounds\":", StringComparison.Ordinal);
        Federation plain = Jobs.Plan(federation.Job("fed-avg")).Federation, put = Jobs.Plan(mixed).Federation;
        int[] more = [.. plain.Sites.Zip(put.Sites).Select(pair => ((TextData)pair.Second.Train).TokenCount - ((TextData)pair.First.Train).TokenCount)];
        Assert.Equal([0, 2 * 3 * 4, 0], more);
        Assert.Equal(((TextData)plain.Pooled).TokenCount + 24, ((TextData)put.Pooled).TokenCount);
        Assert.Equal(((TextData)plain.Test).Tokens.ToArray(), ((TextData)put.Test).Tokens.ToArray());
        Assert.Equal("$.simulation.canaries.client", Assert.Single(Jobs.Problems(mixed.Replace("\"client\": 2", "\"client\": 9", StringComparison.Ordinal))).Path);
        Assert.Equal("$.simulation.canaries", Assert.Single(Jobs.Problems(Jobs.Digits("""{ "simulation": { "canaries": { "times": 1 } } }"""))).Path);
    }

    [Fact]
    public async Task The_report_says_what_is_copied_and_how_well_canaries_are_remembered()
    {
        using var federation = new AdapterFederation();
        string job = federation.Job("fed-avg").Replace("\"rounds\":", "\"simulation\": { \"canaries\": { \"times\": 2 } }, \"rounds\":", StringComparison.Ordinal);
        IReadOnlyList<Measurement> measured = Assert.Single((await Jobs.RunAsync(job)).Report.Samples).Measurements;
        Assert.Equal(["copied from the training", "longest copy, in tokens", "exposure of canaries, in bits"], measured.Select(one => one.Name));
        Assert.InRange(measured[0].Value, 0, 0.01); // the network was not trained, and its adapter for twenty steps
        Assert.InRange(measured[2].Value, 0, 4);
    }
}
