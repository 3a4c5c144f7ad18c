namespace Tributary.Simulation;

/// <summary>How a site's examples spread over the labels, small enough for a cell of a table.</summary>
internal static class LabelBars
{
    private const double Height = 20, Step = 7, Thickness = 5;

    /// <summary>One standing bar a label, as high as the largest is full.</summary>
    public static Html Draw(IReadOnlyList<LabelCount> labels)
    {
        int largest = Math.Max(1, labels.Max(label => label.Count));
        string words = string.Join(", ", labels.Select(label => $"{label.Label}: {NumberText.Count(label.Count)}"));
        return Html.Of($"""
            <svg class="labels" width="{labels.Count * Step}" height="{Height}" viewBox="0 0 {labels.Count * Step} {Height}" role="img"><title>{words}</title>{Html.Join(labels.Select((label, i) => Bar(i * Step, (double)label.Count / largest)))}</svg>
            """);
    }

    /// <summary>A label without examples keeps a hairline, so that its place can be seen.</summary>
    private static Html Bar(double left, double share)
    {
        double height = share == 0 ? 0.75 : Math.Max(1.5, share * Height);
        return Html.Of($"""<rect x="{left}" y="{Height - height}" width="{Thickness}" height="{height}"/>""");
    }
}
