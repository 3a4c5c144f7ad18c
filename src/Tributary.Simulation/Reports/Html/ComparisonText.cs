namespace Tributary.Simulation;

/// <summary>What a comparison shows, in sentences that claim no more than the numbers do.</summary>
public static class ComparisonText
{
    private const int MostNames = 6;

    /// <summary>
    /// The findings, a paragraph each: on everybody's test data, on each site's own, and how far to trust them; none where nothing was
    /// compared.
    /// </summary>
    public static IReadOnlyList<string> Paragraphs(RunReport run)
    {
        if (run.Comparison.Count == 0) return [];
        string[] paragraphs = [OnAllTestData(run), OnOwnTestParts(run), Chance(run)];
        return [.. paragraphs.Where(paragraph => paragraph.Length > 0)];
    }

    private static string OnAllTestData(RunReport run)
    {
        string values = Values(run, "On the test data of all sites together", row => row.Metrics);
        if (Value(run, ComparisonRow.Federated) is not { } federated) return values;
        string alone = Value(run, ComparisonRow.Alone) is { } a ? AgainstAlone(run.Metric, federated, a) : "";
        string pooled = Value(run, ComparisonRow.Pooled) is { } p ? AgainstPooled(run.Metric, federated, p) : "";
        return $"{values} {alone} {pooled}".TrimEnd();
    }

    private static string OnOwnTestParts(RunReport run)
    {
        string values = run.Comparison.Any(row => row.OwnTestMetrics is not null)
            ? Values(run, "On each site's own test part, averaged over the sites", row => row.OwnTestMetrics)
            : "";
        return $"{values} {SiteBySite(run)}".Trim();
    }

    private static string Values(RunReport run, string where, Func<ComparisonRow, IReadOnlyDictionary<string, double>?> metrics)
    {
        IEnumerable<string> values = run.Comparison
            .Where(row => metrics(row)?.ContainsKey(run.Metric.Name) == true)
            .Select(row => $"{NumberText.Metric(run.Metric, metrics(row)![run.Metric.Name])} {row.Label}");
        return $"{where}, {run.Metric.Title.ToLowerInvariant()} is {string.Join(", ", values)}.";
    }

    private static string AgainstAlone(MetricDescription metric, double federated, double alone)
    {
        if (ReadAlike(metric, federated, alone)) return "There, training together and training alone come to the same.";
        string by = NumberText.Difference(metric, federated - alone);
        return IsBetter(metric, federated, alone)
            ? $"There, training together is better than training alone by {by}."
            : $"There, training alone is better than training together by {by}: in this run, federation did not pay.";
    }

    private static string AgainstPooled(MetricDescription metric, double federated, double pooled)
    {
        if (ReadAlike(metric, federated, pooled)) return "Nothing is lost against one model trained on all data in one place.";
        string by = NumberText.Difference(metric, federated - pooled);
        return IsBetter(metric, pooled, federated)
            ? $"Leaving the data where it is costs {by} against one model trained on all of it in one place."
            : $"It is better by {by} than one model trained on all data in one place.";
    }

    private static string SiteBySite(RunReport run)
    {
        string name = run.Metric.Name;
        SiteSummary[] measured =
            [.. run.Sites.Where(site => site.Alone?.ContainsKey(name) == true && site.Federated?.ContainsKey(name) == true)];
        if (measured.Length == 0) return "";
        SiteSummary[] alone = [.. measured.Where(site => IsBetter(run.Metric, site.Alone![name], site.Federated![name]))];
        string names = alone.Length is 0 or > MostNames ? "" : $" ({string.Join(", ", alone.Select(site => site.Name))})";
        string count = alone.Length == 0 ? "none" : NumberText.Count(alone.Length);
        return $"At {count} of {NumberText.Count(measured.Length)} sites{names}, the site's own model does better on the site's own " +
            "test part than the federated one.";
    }

    /// <summary>The binomial standard error, which is exact for an accuracy only.</summary>
    private static string Chance(RunReport run)
    {
        long examples = run.Sites.Sum(site => (long)site.TestExamples);
        if (run.Metric.Name != MetricDescription.Accuracy.Name || examples == 0 || Value(run, ComparisonRow.Federated) is not { } p)
            return "";
        string error = NumberText.Difference(run.Metric, Math.Sqrt(p * (1 - p) / examples));
        return $"This is one run with one seed; by the {NumberText.Count(examples)} test examples alone, each figure on all of them " +
            $"has a standard error of about {error}.";
    }

    private static double? Value(RunReport run, string label) =>
        run.Comparison.FirstOrDefault(row => row.Label == label)?.Metrics.TryGetValue(run.Metric.Name, out double value) == true
            && double.IsFinite(value) ? value : null;

    private static bool IsBetter(MetricDescription metric, double value, double than) =>
        metric.HigherIsBetter ? value > than : value < than;

    private static bool ReadAlike(MetricDescription metric, double a, double b) =>
        NumberText.Metric(metric, a) == NumberText.Metric(metric, b);
}
