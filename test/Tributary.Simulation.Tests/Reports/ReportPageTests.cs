using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Tributary.Simulation.Tests;

/// <summary>The page that a run leaves: one file that stands alone, reads well for people and machines, and claims nothing that was not measured.</summary>
public sealed class ReportPageTests
{
    [Fact]
    public void Is_well_formed_and_needs_nothing_from_outside()
    {
        XDocument page = Parse(ExampleRun.Of(40));
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe");
        foreach (XAttribute reference in page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href"))
            Assert.True(reference.Value.StartsWith("data:", StringComparison.Ordinal) || reference.Value.StartsWith('#'), reference.Value);
    }

    [Fact]
    public void Can_be_read_without_eyes()
    {
        XDocument page = Parse(ExampleRun.Of(40));
        Assert.NotNull(page.Root!.Attribute("lang"));
        int last = 0;
        foreach (XElement heading in page.Descendants().Where(e => e.Name.LocalName is "h1" or "h2" or "h3" or "h4"))
        {
            int level = heading.Name.LocalName[1] - '0';
            Assert.True(level <= last + 1, $"'{heading.Value}' skips a level.");
            last = level;
        }
        Assert.All(page.Descendants().Where(e => e.Name.LocalName == "th"), header => Assert.NotNull(header.Attribute("scope")));
        Assert.All(page.Descendants().Where(e => e.Name.LocalName == "img"), image => Assert.False(string.IsNullOrWhiteSpace(image.Attribute("alt")?.Value)));
        Assert.All(
            page.Descendants().Where(e => e.Name.LocalName == "svg" && e.Attribute("aria-hidden") is null),
            chart => Assert.Contains(chart.Elements(), child => child.Name.LocalName == "title"));
    }

    [Fact]
    public void Shows_each_site_alone_beside_federated_beside_pooled()
    {
        RunReport run = ExampleRun.Of(40);
        string text = Parse(run).Root!.Value;
        foreach (ComparisonRow row in run.Comparison) Assert.Contains(row.Label, text, StringComparison.Ordinal);
        foreach (SiteSummary site in run.Sites) Assert.Contains(site.Name, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_so_where_sites_do_better_alone()
    {
        RunReport run = ExampleRun.Of(10);
        SiteSummary proud = run.Sites[0] with { Name = "proud", Alone = ExampleRun.Accuracy(0.99), Federated = ExampleRun.Accuracy(0.5) };
        SiteSummary glad = run.Sites[0] with { Name = "glad", Alone = ExampleRun.Accuracy(0.5), Federated = ExampleRun.Accuracy(0.99) };
        Assert.Contains("At 1 of 2 sites (proud), the site's own model does better", Parse(run with { Sites = [proud, glad] }).Root!.Value, StringComparison.Ordinal);
        Assert.Contains("At none of 1 sites, the site's own model does better", Parse(run with { Sites = [glad] }).Root!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert('x')</script> & \"more\"")]
    [InlineData("]]> </table> <!-- \u0000")]
    public void Escapes_whatever_a_job_or_a_model_says(string text)
    {
        RunReport run = ExampleRun.Of(3);
        XDocument page = Parse(run with
        {
            Job = text,
            Description = text,
            JobText = text,
            Reason = text,
            Sites = [.. run.Sites.Select(site => site with { Name = text, Description = text })],
            Samples = [new SampleSet { Title = text, Note = text, Texts = [new SampleText(text, text)] }],
        });
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName == "script");
        Assert.Contains(text[..8].Trim(), page.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Renders_what_little_a_run_may_have()
    {
        RunReport run = ExampleRun.Of(2);
        Parse(run with { Comparison = [], Samples = [], Sites = [], Rounds = [] });
        Parse(run with { Rounds = [.. run.Rounds.Select(round => round with { TrainLoss = null, Metrics = new Dictionary<string, double>() })] });
        Parse(run with { Rounds = [.. run.Rounds.Select(round => round with { TrainLoss = double.NaN, Metrics = ExampleRun.Accuracy(double.PositiveInfinity) })] });
    }

    [Fact]
    public void Ten_thousand_rounds_stay_below_a_megabyte() =>
        Assert.InRange(ReportPage.Render(ExampleRun.Of(10_000)).Length, 10_000, 1_000_000);

    [Fact]
    public void Numbers_do_not_depend_on_the_country()
    {
        RunReport run = ExampleRun.Of(5);
        string here = ReportPage.Render(run);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.PercentDecimalSeparator) = (",", ",");
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(here, ReportPage.Render(run));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static XDocument Parse(RunReport run)
    {
        string page = ReportPage.Render(run);
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
