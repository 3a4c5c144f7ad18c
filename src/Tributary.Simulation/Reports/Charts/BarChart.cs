namespace Tributary.Simulation;

/// <summary>
/// Lying bars in groups, each with its value written at its end, as an SVG drawing. Bars begin at zero: their length is the message.
/// </summary>
internal sealed record BarChart
{
    private const double Width = 640, Left = 168, Right = 62, Thickness = 13, Space = 3, GroupSpace = 13, LegendHeight = 26,
        AxisHeight = 24;

    /// <summary>Unique on the page; ties the drawing to its title and description.</summary>
    public required string Id { get; init; }

    /// <summary>The title, read aloud.</summary>
    public required string Title { get; init; }

    /// <summary>What the bars show, in a sentence, read aloud.</summary>
    public required string Description { get; init; }

    /// <summary>The groups, from top to bottom; at least one bar among them.</summary>
    public required IReadOnlyList<BarGroup> Groups { get; init; }

    /// <summary>How a tick of the axis reads.</summary>
    public required Func<double, string> TickText { get; init; }

    /// <summary>How a bar's value reads.</summary>
    public required Func<double, string> ValueText { get; init; }

    /// <summary>The drawing.</summary>
    public Html Draw()
    {
        double[] values = [0, .. Groups.SelectMany(group => group.Bars).Select(bar => bar.Value).Where(double.IsFinite)];
        Axis axis = Axis.Linear(values.Min(), values.Max(), wanted: 5);
        bool hasLegend = Groups.Any(group => group.Bars.Count > 1);
        double top = hasLegend ? LegendHeight : 4;
        double bottom = top + Groups.Sum(HeightOf);
        return Html.Of($"""
            <svg class="chart bars" viewBox="0 0 {Width} {bottom + AxisHeight}" role="img" aria-labelledby="{Id}-title {Id}-text">
            <title id="{Id}-title">{Title}</title><desc id="{Id}-text">{Description}</desc>
            {(hasLegend ? Legend() : Html.Empty)}
            {Html.Join(axis.Ticks.Select(tick => Tick(axis, tick, top, bottom)))}
            {Html.Join(Groups.Select((group, i) => Group(axis, group, top + Groups.Take(i).Sum(HeightOf))))}
            <line class="zero" x1="{AcrossOf(axis, 0)}" x2="{AcrossOf(axis, 0)}" y1="{top}" y2="{bottom}"/>
            </svg>
            """);
    }

    private Html Legend()
    {
        IReadOnlyList<Bar> longest = Groups.MaxBy(group => group.Bars.Count)!.Bars;
        return Html.Join(longest.Select((bar, i) => Html.Of($"""
            <rect class="bar {bar.Style}" x="{Left + i * 100}" y="2" width="11" height="11"/><text x="{Left + 17 + i * 100}" y="12">{bar.Label}</text>
            """)));
    }

    private Html Tick(Axis axis, double tick, double top, double bottom) => Html.Of($"""
        <line class="grid" x1="{AcrossOf(axis, tick)}" x2="{AcrossOf(axis, tick)}" y1="{top}" y2="{bottom}"/><text x="{AcrossOf(axis, tick)}" y="{bottom + 16}" text-anchor="middle">{TickText(tick)}</text>
        """);

    private Html Group(Axis axis, BarGroup group, double top)
    {
        double middle = top + HeightOf(group) / 2;
        return Html.Of($"""
            <text class="name" x="{Left - 12}" y="{middle + 4}" text-anchor="end">{group.Name}</text>
            {Html.Join(group.Bars.Select((bar, i) => Draw(axis, bar, top + GroupSpace / 2 + i * (Thickness + Space))))}
            """);
    }

    private Html Draw(Axis axis, Bar bar, double top)
    {
        double value = double.IsFinite(bar.Value) ? bar.Value : 0;
        double zero = AcrossOf(axis, 0), end = AcrossOf(axis, value);
        return Html.Of($"""
            <rect class="bar {bar.Style}" x="{Math.Min(zero, end)}" y="{top}" width="{Math.Abs(end - zero)}" height="{Thickness}"/><text class="value" x="{Math.Max(zero, end) + 6}" y="{top + Thickness - 2.5}">{ValueText(bar.Value)}</text>
            """);
    }

    private static double HeightOf(BarGroup group) => group.Bars.Count * (Thickness + Space) - Space + GroupSpace;

    private static double AcrossOf(Axis axis, double value) => Left + axis.Position(value) * (Width - Left - Right);
}
