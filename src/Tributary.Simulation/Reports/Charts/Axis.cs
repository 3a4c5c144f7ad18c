namespace Tributary.Simulation;

/// <summary>The scale of one direction of a chart: its ends, its ticks, and where a value falls between them.</summary>
internal sealed record Axis(double Minimum, double Maximum, IReadOnlyList<double> Ticks, bool IsLogarithmic = false)
{
    /// <summary>A range this wide, as a ratio, crowds its small values into a corner unless the axis is logarithmic.</summary>
    private const double WideRange = 50;

    /// <summary>An axis that holds all values, with about <paramref name="wanted"/> ticks at 1, 2 or 5 times a power of ten.</summary>
    public static Axis Linear(double lowest, double highest, int wanted)
    {
        if (highest - lowest < 1e-9 * Math.Max(1, Math.Abs(highest))) (lowest, highest) = Widened(lowest, highest);
        double step = NiceStep((highest - lowest) / wanted);
        long first = (long)Math.Floor(lowest / step + 1e-9), last = (long)Math.Ceiling(highest / step - 1e-9);
        double[] ticks = new double[last - first + 1];
        for (int i = 0; i < ticks.Length; i++) ticks[i] = (first + i) * step;
        return new Axis(ticks[0], ticks[^1], ticks);
    }

    /// <summary>An axis from zero that ends with the data instead of a tick, for what is counted up.</summary>
    public static Axis FromZero(double highest, int wanted) =>
        new(0, highest, [.. Linear(0, highest, wanted).Ticks.Where(tick => tick <= highest * (1 + 1e-9))]);

    /// <summary>The same for amounts that grow by the round: logarithmic where their range asks for it.</summary>
    public static Axis ForAmounts(double lowest, double highest, int wanted) => lowest > 0 && highest / lowest >= WideRange
        ? new Axis(lowest, highest, LogarithmicTicks(lowest, highest, wanted), IsLogarithmic: true)
        : FromZero(highest, wanted);

    /// <summary>Where <paramref name="value"/> falls: 0 at the minimum, 1 at the maximum.</summary>
    public double Position(double value) => IsLogarithmic
        ? Math.Log(value / Minimum) / Math.Log(Maximum / Minimum)
        : (value - Minimum) / (Maximum - Minimum);

    private static (double Lowest, double Highest) Widened(double lowest, double highest)
    {
        double margin = lowest == 0 ? 0.5 : Math.Abs(lowest) * 0.05;
        return (lowest - margin, highest + margin);
    }

    private static double NiceStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { <= 1.0000001 => power, <= 2.0000001 => 2 * power, <= 5.0000001 => 5 * power, _ => 10 * power };
    }

    /// <summary>Powers of ten, joined by 2 and 5 when there is room, thinned out when there is not.</summary>
    private static double[] LogarithmicTicks(double lowest, double highest, int wanted)
    {
        int first = (int)Math.Floor(Math.Log10(lowest)), last = (int)Math.Ceiling(Math.Log10(highest));
        double[] all = Between([1, 2, 5], every: 1);
        return all.Length <= wanted + 2 ? all : Between([1], Math.Max(1, (last - first + wanted - 1) / wanted));

        double[] Between(double[] factors, int every) =>
        [
            .. from step in Enumerable.Range(0, (last - first) / every + 1)
               from factor in factors
               let tick = factor * Math.Pow(10, first + step * every)
               where tick >= lowest && tick <= highest
               select tick,
        ];
    }
}
