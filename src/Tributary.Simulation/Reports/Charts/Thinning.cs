namespace Tributary.Simulation;

/// <summary>Thins a long curve out without losing what a reader looks for.</summary>
internal static class Thinning
{
    /// <summary>
    /// At most <paramref name="most"/> points: the first, the last, and of equal stretches between them the lowest and the highest, so that
    /// every
    /// spike of the curve survives.
    /// </summary>
    public static IReadOnlyList<ChartPoint> KeepExtremes(IReadOnlyList<ChartPoint> points, int most)
    {
        if (points.Count <= most) return points;
        int stretches = (most - 2) / 2, inner = points.Count - 2;
        var kept = new List<ChartPoint>(most) { points[0] };
        for (int s = 0; s < stretches; s++)
        {
            int from = 1 + (int)((long)inner * s / stretches), to = 1 + (int)((long)inner * (s + 1) / stretches);
            int lowest = from, highest = from;
            for (int i = from + 1; i < to; i++)
            {
                if (points[i].Y < points[lowest].Y) lowest = i;
                if (points[i].Y > points[highest].Y) highest = i;
            }
            kept.Add(points[Math.Min(lowest, highest)]);
            if (lowest != highest) kept.Add(points[Math.Max(lowest, highest)]);
        }
        kept.Add(points[^1]);
        return kept;
    }
}
