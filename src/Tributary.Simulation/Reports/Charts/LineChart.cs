using System.Globalization;
using System.Text;

namespace Tributary.Simulation;

/// <summary>A curve over rounds or bytes, as an SVG drawing that takes its colours and type from the page.</summary>
internal sealed record LineChart
{
    /// <summary>More points than the chart has pixels only make the page large.</summary>
    private const int MostPoints = 300;

    private const double Width = 440, Height = 250, Left = 52, Right = 54, Top = 16, Bottom = 40;

    /// <summary>Unique on the page; ties the drawing to its title and description.</summary>
    public required string Id { get; init; }

    /// <summary>The title, read aloud.</summary>
    public required string Title { get; init; }

    /// <summary>What the curve does, in a sentence, read aloud.</summary>
    public required string Description { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required Axis Horizontal { get; init; }

    /// <summary>What the horizontal axis counts.</summary>
    public required string HorizontalLabel { get; init; }

    /// <summary>The curve, by rising X; points that are not finite leave a gap, and at least one is finite.</summary>
    public required IReadOnlyList<ChartPoint> Points { get; init; }

    /// <summary>Levels to compare the curve with.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>How a value of the horizontal axis reads.</summary>
    public required Func<double, string> HorizontalText { get; init; }

    /// <summary>How a value of the vertical axis reads.</summary>
    public required Func<double, string> VerticalText { get; init; }

    /// <summary>How the last value reads, which stands beside it.</summary>
    public required Func<double, string> EndText { get; init; }

    /// <summary>The drawing.</summary>
    public Html Draw()
    {
        ChartPoint[] finite = [.. Points.Where(point => double.IsFinite(point.Y))];
        double[] levels = [.. finite.Select(point => point.Y), .. References.Select(reference => reference.Value)];
        Axis y = Axis.Linear(levels.Min(), levels.Max(), wanted: 4);
        return Html.Of($"""
            <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{Id}-title {Id}-text">
            <title id="{Id}-title">{Title}</title><desc id="{Id}-text">{Description}</desc>
            {VerticalTicks(y)}
            {HorizontalTicks()}
            <text class="label" x="{(Left + Width - Right) / 2}" y="{Height - 4}" text-anchor="middle">{HorizontalLabel}</text>
            {Html.Join(References.Select(reference => Level(reference, y, finite[^1].Y)))}
            <path class="curve" d="{Path(y)}"/>
            <circle class="last" cx="{AcrossOf(finite[^1].X)}" cy="{DownOf(y, finite[^1].Y)}" r="3.2"/>
            <text class="end" x="{AcrossOf(finite[^1].X) + 8}" y="{DownOf(y, finite[^1].Y) + 4}">{EndText(finite[^1].Y)}</text>
            </svg>
            """);
    }

    private Html VerticalTicks(Axis y) => Html.Join(y.Ticks.Select(tick => Html.Of($"""
        <line class="grid" x1="{Left}" x2="{Width - Right}" y1="{DownOf(y, tick)}" y2="{DownOf(y, tick)}"/><text x="{Left - 8}" y="{DownOf(y, tick) + 4}" text-anchor="end">{VerticalText(tick)}</text>
        """)));

    private Html HorizontalTicks() => Html.Join(Horizontal.Ticks.Select(tick => Html.Of($"""
        <line class="tick" x1="{AcrossOf(tick)}" x2="{AcrossOf(tick)}" y1="{Height - Bottom}" y2="{Height - Bottom + 4}"/><text x="{AcrossOf(tick)}" y="{Height - Bottom + 17}" text-anchor="middle">{HorizontalText(tick)}</text>
        """)));

    /// <summary>A name stands at the right end, on that side of its line where the curve does not end.</summary>
    private Html Level(ReferenceLine reference, Axis y, double end)
    {
        double down = DownOf(y, reference.Value);
        return Html.Of($"""
            <line class="level {reference.Style}" x1="{Left}" x2="{Width - Right}" y1="{down}" y2="{down}"/><text class="name" x="{Width - Right - NameIndent(reference, y, end)}" y="{(reference.Value < end ? down + 14 : down - 5)}" text-anchor="end">{reference.Label}</text>
            """);
    }

    /// <summary>Two lines that lie close together on one side of the curve have their names side by side.</summary>
    private double NameIndent(ReferenceLine reference, Axis y, double end)
    {
        bool crowded = References.TakeWhile(other => other != reference).Any(other =>
            other.Value < end == reference.Value < end && Math.Abs(DownOf(y, other.Value) - DownOf(y, reference.Value)) < 16);
        return crowded ? 150 : 0;
    }

    private string Path(Axis y)
    {
        var path = new StringBuilder();
        bool pen = false;
        foreach (ChartPoint point in Thinning.KeepExtremes(Points, MostPoints))
        {
            bool drawn = double.IsFinite(point.Y);
            if (drawn) path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{AcrossOf(point.X):0.#} {DownOf(y, point.Y):0.#}");
            pen = drawn;
        }
        return path.ToString();
    }

    private double AcrossOf(double value) => Left + Horizontal.Position(value) * (Width - Left - Right);

    private static double DownOf(Axis y, double value) => Height - Bottom - y.Position(value) * (Height - Top - Bottom);
}
